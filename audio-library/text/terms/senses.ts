import { table } from "./table.ts";

/**
 * Abbreviations with more than one meaning. The first sense whose surroundings fit is said; `behind` looks at
 * what follows, `before` (small letters) at what stands in front. None fits: the plain tables answer.
 */
export interface Sense {
  readonly said: string;
  readonly before?: RegExp;
  readonly behind?: RegExp;
  /** Also swallows the dot behind it: "TT. Phú Thịnh". */
  readonly dot?: true;
}

const NUMBERED = /^\.? ?(?:số:? ?)?\d/u;
const NAME = /^\.? ?\p{Lu}\p{Ll}/u;

const numbered = (said: string): Sense => ({ said, behind: NUMBERED });

const senses: Readonly<Record<string, readonly Sense[]>> = {
  BCH: [
    {
      said: "Ban Chỉ huy",
      behind:
        /^ ?(?:quân sự|QS|PCTT|PCLB|PTDS|phòng chống|phòng, chống|phòng thủ|TKCN|thống nhất|công trường|bộ đội|BĐBP|biên phòng|PCCC|lực lượng|chữa cháy|cứu hộ|ứng phó|đội)/iu,
    },
  ],
  BTV: [
    {
      said: "biên tập viên",
      before: /(?:phóng viên|kíp|kỹ thuật viên|phát thanh viên),? (?:và )?$/u,
    },
  ],
  BT: [
    { said: "bê tê", before: /(?:dự án|hợp đồng|hình thức|phương thức|đầu tư|theo) $/u },
    { said: "bê tê", behind: /^(?:,| và|\/|;) ?(?:BOT|BTO|BTL|BLT|PPP)(?!\p{L})/u },
  ],
  BTC: [{ said: "Bộ Tài chính", before: /(?:thông tư|quyết định)[^.;]*$/u }],
  NQ: [numbered("Nghị quyết"), { said: "nghị quyết" }],
  NĐ: [numbered("Nghị định"), { said: "nghị định" }],
  QĐ: [numbered("Quyết định"), { said: "quyết định" }],
  CT: [
    numbered("Chỉ thị"),
    { said: "Công Thương", before: /(?:sở|bộ|ngành|phòng) $/u },
    { said: "chương trình", behind: /^ (?:mục tiêu|MTQG|OCOP|hành động|phối hợp)/u },
  ],
  TT: [
    { said: "Thông tư", behind: /^ ?(?:số:? ?)?\d/u },
    { said: "thị trấn", behind: /^\. ?\p{Lu}\p{Ll}/u, dot: true },
    { said: "số thứ tự", behind: /^$/u, before: /^$/u },
    {
      said: "Thường trực",
      behind:
        /^ ?(?:HĐND|HU|TU|ĐU|UBMTTQ|MTTQ|Tỉnh ủy|Thành ủy|Huyện ủy|Đảng ủy|Hội đồng nhân dân)/u,
    },
  ],
  KH: [
    numbered("Kế hoạch"),
    { said: "khoa học", behind: /^ (?:kỹ thuật|công nghệ)/u },
    { said: "kế hoạch" },
  ],
  TB: [{ said: "thương binh", behind: /^ (?:hạng|nặng|binh)/u }, { said: "thông báo" }],
  CP: [
    { said: "cổ phần", before: /(?:công ty|cty|tập đoàn|tổng công ty)(?: \p{L}+)? $/u },
    { said: "Chính phủ" },
  ],
  SK: [{ said: "sức khỏe", before: /(?:khám|chăm sóc|bảo vệ|chăm lo|giáo dục) $/u }],
  TE: [{ said: "tê e", before: /\+ ?$/u }, { said: "trẻ em" }],
  MB: [
    { said: "em bi", behind: /^ ?Bank/u },
    { said: "mê ga bai", before: /\d ?$/u },
  ],
  HA: [{ said: "huyết áp", behind: /^:? ?\d{2,3}\/\d/u }],
  TK: [{ said: "thế kỷ", behind: /^ (?:[IVX]+|\d{1,2})(?![\p{L}\d])/u }],
  ÂL: [{ said: "âm lịch", before: /(?:\d|tháng \p{L}+|rằm|năm [\p{L} ]+)[ ,(]*$/u }],
  QK: [{ said: "Quốc khánh", behind: /^ 2[/-]9/u }],
  ĐC: [{ said: "địa chỉ", behind: /^ ?:/u }],
  BC: [{ said: "báo cáo" }],
  KL: [{ said: "kết luận" }],
  HD: [{ said: "hát đê", before: /full $/u }, { said: "hướng dẫn" }],
  NQLT: [{ said: "nghị quyết liên tịch" }],
  TTLT: [{ said: "thông tư liên tịch" }],
  TTr: [{ said: "tờ trình" }],
  CTr: [{ said: "chương trình" }],
  CTHĐ: [{ said: "chương trình hành động" }],
  ĐA: [{ said: "đề án" }],
  CV: [numbered("công văn"), { said: "công văn", before: /(?:theo|các|tại) $/u }],
  CĐ: [
    numbered("công điện"),
    { said: "công đoàn", before: /(?:tổ chức|đoàn viên|phí|bch|hoạt động) $/u },
  ],
  TL: [{ said: "thừa lệnh", behind: /^\./u, dot: true }],
  KT: [
    {
      said: "ký thay",
      behind: /^\. ?(?:CHỦ|GIÁM|TRƯỞNG|BÍ|BỘ|CHÁNH|HIỆU|Chủ|Giám|Trưởng|Bộ|Hiệu|TỔNG)/u,
      dot: true,
    },
  ],
  TM: [{ said: "thay mặt", behind: /^\./u, dot: true }, { said: "thương mại" }],
  TUQ: [{ said: "thừa ủy quyền", behind: /^\./u, dot: true }, { said: "thừa ủy quyền" }],
  Q: [
    { said: "quyền", behind: /^\. ?(?:CHỦ|GIÁM|Chủ|Giám)/u, dot: true },
    { said: "quận", behind: /^\.? ?(?:\d|\p{Lu}\p{Ll})/u, dot: true },
  ],
  P: [{ said: "phường", behind: /^\. ?(?:\d|\p{Lu}\p{Ll})/u, dot: true }],
  H: [{ said: "huyện", behind: /^\. ?\p{Lu}\p{Ll}/u, dot: true }],
  X: [{ said: "xã", behind: /^\. ?\p{Lu}\p{Ll}/u, dot: true }],
  TX: [{ said: "thị xã", behind: NAME, dot: true }, { said: "thị xã" }],
  TP: [
    { said: "Thành phố", behind: NAME, dot: true },
    { said: "Tư pháp", before: /(?:sở|bộ|phòng|ngành|cán bộ) $/u },
    { said: "tội phạm", before: /(?:tội|chống|tố giác) $/u },
  ],
  Tp: [{ said: "Thành phố", behind: NAME, dot: true }],
  Tx: [{ said: "thị xã", behind: NAME, dot: true }],
  TS: [{ said: "thủy sản", before: /(?:nuôi trồng|nông, lâm|chế biến) $/u }],
  BS: [{ said: "biển số", before: /(?:xe|mang|gắn) $/u }],
  KS: [{ said: "khách sạn", before: /(?:tại|ở) $/u }],
  LS: [{ said: "liệt sĩ", before: /(?:thương binh|tb|mộ|gia đình),? $/u }],
  DS: [{ said: "dân số", before: /(?:công tác|chi cục|cán bộ|cộng tác viên) $/u }],
  CN: [
    {
      said: "chủ nhật",
      before: /(?:thứ (?:bảy|7)|ngày|sáng|chiều|tối|trưa|t7)(?:,| và| hoặc| -)? $/u,
    },
    { said: "chi nhánh", behind: /^ (?:ngân hàng|công ty|văn phòng|VPĐK)/u },
    { said: "công nghiệp", before: /(?:khu|cụm|ngành|đất|cây) $/u },
    { said: "công nghệ", before: /(?:khoa học|kỹ thuật) (?:và )?$/u },
    { said: "công nhân" },
  ],
  HS: [{ said: "hồ sơ", before: /(?:nộp|nhận|giải quyết|bộ|số|thành phần|tiếp nhận) $/u }],
  ĐH: [{ said: "đại hội", behind: /^ (?:Đảng|ĐB|đại biểu|Đoàn|Hội|chi bộ|XI|XV?I?)/u }],
  ĐT: [
    { said: "điện thoại", behind: /^(?::|\.:| \(?0| ?:)/u },
    { said: "đào tạo", before: /(?:giáo dục|giáo dục và|bồi dưỡng) $/u },
    { said: "đô thị", before: /(?:quản lý|khu|hạ tầng|phát triển) $/u },
    { said: "điện thoại" },
  ],
  MT: [
    {
      said: "môi trường",
      before: /(?:bảo vệ|vệ sinh|ô nhiễm|tài nguyên(?: và)?|nông nghiệp(?: và)?|cảnh quan) $/u,
    },
  ],
  ND: [{ said: "nhân dân", before: /(?:ủy ban|hội đồng|công an|quân đội|thanh tra|của) $/u }],
  HC: [{ said: "huy chương", behind: /^ ?(?:vàng|bạc|đồng|V|B|Đ)/u }],
  HN: [
    { said: "hộ nghèo", before: /(?:số|diện|giảm|thoát|tỷ lệ|các|cho|\d) $/u },
    { said: "hộ nghèo", behind: /^(?:,| và|-|\/) ?HCN/u },
    { said: "Hà Nội" },
  ],
  ĐX: [{ said: "đông xuân" }],
  SL: [{ said: "số lượng" }],
  STT: [{ said: "số thứ tự" }],
  ĐVT: [{ said: "đơn vị tính" }],
  SĐT: [{ said: "số điện thoại" }],
  ĐTDĐ: [{ said: "điện thoại di động" }],
  DĐ: [{ said: "di động" }],
  VPĐD: [{ said: "văn phòng đại diện" }],
  VPĐK: [{ said: "văn phòng đăng ký" }],
  NT: [{ said: "nông thôn" }],
  BĐ: [{ said: "báo động" }],
  AL: [{ said: "âm lịch", before: /\d\/\d{1,2}(?:\/\d{4})? $/u }],
  DL: [{ said: "dương lịch", before: /\d\/\d{1,2}(?:\/\d{4})? $/u }],
  KK: [{ said: "khuyến khích", before: /giải $/u }],
  BKS: [{ said: "biển kiểm soát" }],
  GP: [{ said: "giấy phép" }],
  SN: [{ said: "sinh năm", behind: /^:? ?(?:19|20)\d\d(?!\d)/u }, { said: "số nhà" }],
};

export const SENSES: ReadonlyMap<string, readonly Sense[]> = new Map(Object.entries(senses));

/** Small-letter abbreviations, looked up whole. */
export const SMALL = table(`
đ/c = đồng chí
sx = sản xuất
kd = kinh doanh
lh = liên hệ
cty = công ty
đc = đồng chí
v/v = về việc
b/c = báo cáo
b/cáo = báo cáo
k/g = kính gửi
t/m = thay mặt
tp = thành phố
tx = thị xã
sđt = số điện thoại
đt = điện thoại
tđ = tương đương
vd = ví dụ
vnđ = đồng
trđ = triệu đồng
tr.đ = triệu đồng
ubnd = Ủy ban nhân dân
hđnd = Hội đồng nhân dân
ntm = nông thôn mới
bhyt = bảo hiểm y tế
bhxh = bảo hiểm xã hội
ths = thạc sĩ
pgs = phó giáo sư
kv = khu vực
tk = thế kỷ
gđ = gia đình
hs = học sinh
vv = vân vân
`);
