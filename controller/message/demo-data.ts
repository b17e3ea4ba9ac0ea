import type { ClusterNew, CommuneNew, HamletNew, RegulationNew } from "../fleet/fleet-api.ts";

/** A code that no commune of the country has: nobody takes this place for a real one, and no import meets it. */
export const DEMO_COMMUNE = "99999";
const commune = DEMO_COMMUNE as CommuneNew["code"];
// Places are dated; one that began today could not end today.
export const demoFrom = "2026-01-01";
const from = demoFrom;

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

/** Around each cluster by hand: something to look at, nobody's border. */
const DEMO_SOURCE = "Ranh giới mẫu vẽ tay (dữ liệu thử), không phải ranh giới thật";
const borders = {
  "mau-1": [
    [108.4488, 15.2003],
    [108.4551, 15.2007],
    [108.4569, 15.2046],
    [108.4533, 15.2068],
    [108.4489, 15.2049],
  ],
  "mau-2": [
    [108.4352, 15.2049],
    [108.4431, 15.2041],
    [108.4489, 15.2049],
    [108.4448, 15.2108],
    [108.4361, 15.2101],
  ],
  "mau-3": [
    [108.4533, 15.2068],
    [108.4569, 15.2046],
    [108.4662, 15.2083],
    [108.4671, 15.2141],
    [108.4581, 15.2149],
  ],
  "mau-4": [
    [108.4431, 15.2041],
    [108.4441, 15.1969],
    [108.4519, 15.1961],
    [108.4488, 15.2003],
    [108.4489, 15.2049],
  ],
};

/** As somebody would import it: GeoJSON, one area a hamlet. */
export const demoOutlines = {
  type: "FeatureCollection",
  features: Object.entries(borders).map(([id, border]) => ({
    type: "Feature",
    properties: { ma_thon: id, ma_xa: DEMO_COMMUNE, nguon: DEMO_SOURCE },
    geometry: { type: "Polygon", coordinates: [[...border, border[0]]] },
  })),
} as const;
