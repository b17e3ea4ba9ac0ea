/** The sample commune: two hamlets with loudspeakers, one without, so that the figure is never 100 %. */
export const province = { code: "51", name: "Tỉnh Quảng Ngãi" } as const;
export const commune = { code: "21024", province: "51", name: "Xã Trà Sơn (mẫu)" } as const;

export const hamlets = [
  { id: "thon-dong", name: "Thôn Đông", households: 431, people: 1_702 },
  { id: "thon-doai", name: "Thôn Đoài", households: 381, people: 1_498 },
  { id: "thon-dong-ech", name: "Thôn Đồng Ếch", households: 208, people: 811 },
] as const;

/** Thôn Đông is served twice and must count once. */
export const clusters = [
  { id: "cum-1", name: "Cụm loa Nhà văn hoá Đông", hamlet: "thon-dong" },
  { id: "cum-2", name: "Cụm loa Chợ Đông", hamlet: "thon-dong" },
  { id: "cum-3", name: "Cụm loa Đình Đoài", hamlet: "thon-doai" },
] as const;
