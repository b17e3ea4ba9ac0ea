/** The sample commune: two hamlets with loudspeakers, one without, so that the figure is never 100 %. */
export const province = { code: "51", name: "Tỉnh Quảng Ngãi" } as const;
export const commune = { code: "21024", province: "51", name: "Xã Trà Sơn (mẫu)" } as const;

export const hamlets = [
  { id: "thon-dong", name: "Thôn Đông", households: 431, people: 1_702 },
  { id: "thon-doai", name: "Thôn Đoài", households: 381, people: 1_498 },
  { id: "thon-dong-ech", name: "Thôn Đồng Ếch", households: 208, people: 811 },
] as const;

const at = (latitude: number, longitude: number) => ({ latitude, longitude });

/** Thôn Đông is served twice and must count once. */
export const clusters = [
  { ...at(15.2031, 108.4502), id: "cum-1", name: "Cụm loa Nhà văn hoá Đông", hamlet: "thon-dong" },
  { ...at(15.2063, 108.4553), id: "cum-2", name: "Cụm loa Chợ Đông", hamlet: "thon-dong" },
  { ...at(15.2047, 108.4401), id: "cum-3", name: "Cụm loa Đình Đoài", hamlet: "thon-doai" },
] as const;

const borders = {
  "thon-dong": [
    [108.4471, 15.2001],
    [108.4571, 15.2019],
    [108.4601, 15.2089],
    [108.4481, 15.2081],
  ],
  "thon-doai": [
    [108.4349, 15.2012],
    [108.4471, 15.2001],
    [108.4481, 15.2081],
    [108.4361, 15.2094],
  ],
  "thon-dong-ech": [
    [108.4481, 15.2081],
    [108.4601, 15.2089],
    [108.4622, 15.2161],
    [108.4502, 15.2171],
  ],
};

/** Made up, as the whole commune is. */
export const outlines = {
  type: "FeatureCollection",
  features: Object.entries(borders).map(([id, border]) => ({
    type: "Feature",
    properties: { ma_thon: id, nguon: "Ranh giới mẫu, không phải ranh giới thật" },
    geometry: { type: "Polygon", coordinates: [[...border, border[0]]] },
  })),
};
