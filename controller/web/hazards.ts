export interface Hazard {
  readonly code: string;
  readonly name: string;
  readonly title: string;
  /** What only the person on the spot knows stands in square brackets; nothing is sent while one is left. */
  readonly text: string;
}

/** Ready-made warnings: what happens, where, what to do, whom to call, said in short sentences and twice where it matters. */
export const hazards: readonly Hazard[] = [
  {
    code: "flood",
    name: "Lũ, ngập lụt",
    title: "Cảnh báo lũ, ngập lụt",
    text: "Cảnh báo lũ. Nước sông [tên sông] đang lên nhanh, có thể gây ngập tại [các thôn]. Bà con di dời ngay lên [nơi tránh lũ]. Mang theo giấy tờ, thuốc, nước uống và đèn pin. Ngắt cầu dao điện trước khi đi. Không lội qua ngầm tràn, không vớt củi. Cần giúp đỡ xin gọi [số điện thoại]. Xin nhắc lại: di dời ngay lên [nơi tránh lũ].",
  },
  {
    code: "storm",
    name: "Bão, lốc",
    title: "Cảnh báo bão",
    text: "Tin bão khẩn cấp. Bão dự kiến ảnh hưởng trực tiếp tới xã ta từ [giờ, ngày]. Bà con chằng chống nhà cửa, chặt tỉa cây gần nhà, đưa tàu thuyền và gia súc vào nơi an toàn. Nhà yếu, nhà ven sông ven biển di dời tới [nơi trú bão] trước [giờ]. Khi bão về không ra đường. Cần giúp đỡ xin gọi [số điện thoại].",
  },
  {
    code: "landslide",
    name: "Sạt lở, lũ quét",
    title: "Cảnh báo sạt lở, lũ quét",
    text: "Cảnh báo sạt lở đất và lũ quét. Mưa lớn kéo dài, đất đã no nước tại [các thôn]. Bà con ở sườn dốc, ven suối rời nhà ngay và tới [nơi an toàn]. Thấy nứt đất, cây nghiêng, nước suối đục bất thường thì chạy ngay lên chỗ cao, báo cho nhà bên cạnh. Không quay lại lấy đồ. Cần giúp đỡ xin gọi [số điện thoại]. Xin nhắc lại: rời nhà ngay, tới [nơi an toàn].",
  },
  {
    code: "fire",
    name: "Cháy nhà, cháy rừng",
    title: "Báo cháy",
    text: "Báo cháy. Đang cháy tại [địa điểm]. Bà con ở gần rời khỏi khu vực theo hướng [hướng an toàn], nhường đường cho xe chữa cháy. Người khoẻ mạnh mang dụng cụ tới [điểm tập kết] theo điều hành của công an xã. Đóng cửa, khoá bình ga, ngắt điện trước khi đi. Gọi một trăm mười bốn khi thấy lửa lan.",
  },
  {
    code: "dam-release",
    name: "Xả lũ hồ chứa",
    title: "Thông báo xả lũ",
    text: "Thông báo xả lũ. Hồ [tên hồ] xả nước từ [giờ, ngày], lưu lượng [mét khối] mét khối một giây. Nước hạ du dâng nhanh. Bà con ven sông tại [các thôn] không xuống sông, không qua ngầm tràn, đưa gia súc, máy bơm, lồng bè lên cao trước [giờ]. Theo dõi loa xã để nghe tin tiếp theo. Cần giúp đỡ xin gọi [số điện thoại].",
  },
  {
    code: "missing",
    name: "Tìm người mất tích",
    title: "Tìm người mất tích",
    text: "Thông báo tìm người. [Họ tên], [tuổi] tuổi, mặc [quần áo], rời nhà tại [thôn] lúc [giờ, ngày], đến nay chưa về. Bà con ai thấy hoặc biết tin xin báo ngay công an xã, số điện thoại [số điện thoại]. Xin bà con kiểm tra quanh nhà, ao, vườn và rẫy của mình. Xin cảm ơn bà con.",
  },
];

/** What is still to be filled in. */
export const blanksOf = (text: string): readonly string[] => [
  ...new Set(text.match(/\[[^\]]*\]/g) ?? []),
];
