import type { ClusterNew, CommuneNew, HamletNew, RegulationNew } from "../fleet/fleet-api.ts";

/** A code that no commune of the country has: nobody takes this place for a real one, and no import meets it. */
export const DEMO_COMMUNE = "99999";
const commune = DEMO_COMMUNE as CommuneNew["code"];
// Places are dated; one that began today could not end today.
const from = "2026-01-01";

export const demoProvince = { code: "99", name: "Tỉnh Mẫu (dữ liệu thử)", from } as const;
export const demoCommune: CommuneNew = {
  code: commune,
  province: "99" as CommuneNew["province"],
  name: "Xã Mẫu (dữ liệu thử)",
  from,
};
/** Neither sessions nor quiet hours: somebody who tries it at night hears it too, without a warning. */
export const demoRegulation: RegulationNew = {
  number: "Quy chế mẫu (dữ liệu thử)",
  sessions: [],
  quiet: [],
  from,
};

const places = [
  ["mau-1", "Thôn Đông", 312, 15.2031, 108.4502],
  ["mau-2", "Thôn Tây", 187, 15.2077, 108.4391],
  ["mau-3", "Thôn Đồng Ếch", 208, 15.2112, 108.4617],
  ["mau-4", "Tổ dân phố Chợ", 254, 15.1989, 108.4474],
] as const;
export const demoHamlets: readonly HamletNew[] = places.map(([id, name, households]) => ({
  id: id as Exclude<HamletNew["id"], undefined>,
  commune,
  name,
  households,
  people: households * 4,
  from,
}));
export const demoClusters: readonly ClusterNew[] = places.map(
  ([id, name, , latitude, longitude]) => ({
    id: `cum-${id}` as Exclude<ClusterNew["id"], undefined>,
    commune,
    name: `Cụm loa ${name} (mẫu)`,
    latitude,
    longitude,
    hamlets: [id as never],
    from,
  }),
);
