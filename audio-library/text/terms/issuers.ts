import { table } from "./table.ts";

/** Kinds of documents by the code in their number. */
export const KINDS = table(`
NQ = Nghị quyết
QĐ = Quyết định
NĐ = Nghị định
TT = Thông tư
TTLT = Thông tư liên tịch
NQLT = Nghị quyết liên tịch
CT = Chỉ thị
KH = Kế hoạch
KHLT = Kế hoạch liên tịch
KHPH = Kế hoạch phối hợp
KL = Kết luận
TB = Thông báo
TBKL = Thông báo kết luận
BC = Báo cáo
TTr, TTR = Tờ trình
HD = Hướng dẫn
HDLT = Hướng dẫn liên tịch
CV = Công văn
CĐ = Công điện
QC = Quy chế
QCPH = Quy chế phối hợp
QyĐ, QĐi, QyĐi = Quy định
GM = Giấy mời
GP = Giấy phép
GGT = Giấy giới thiệu
GCN = Giấy chứng nhận
GUQ = Giấy ủy quyền
ĐA = Đề án
DA = Dự án
PA = Phương án
CTr, CTR, Ctr = Chương trình
CTHĐ, CTrHĐ = Chương trình hành động
CTPH, CTrPH = Chương trình phối hợp
BB = Biên bản
BCĐG = Báo cáo đánh giá
PL = Pháp lệnh
L = Luật
LCT = Lệnh
VBHN = Văn bản hợp nhất
HĐ = Hợp đồng
HĐKT = Hợp đồng kinh tế
HĐLĐ = Hợp đồng lao động
HĐMB = Hợp đồng mua bán
HĐXD = Hợp đồng xây dựng
HĐTV = Hợp đồng tư vấn
ĐN = Đề nghị
PC = Phiếu chuyển
PB = Phiếu báo
YC = Yêu cầu
DT = Dự thảo
BCTĐ = Báo cáo thẩm định
LT = Liên tịch
`);

/** Who signs, by the code in the number; the rest is built from prefix and field below. */
export const ISSUERS = table(`
TW, TƯ = Trung ương
TWĐTN, TWĐ = Trung ương Đoàn
BCHTW = Ban Chấp hành Trung ương
BCT = Bộ Công Thương
BBT = Ban Bí thư
TTg = Thủ tướng Chính phủ
CP = Chính phủ
QH = Quốc hội
UBTVQH = Ủy ban Thường vụ Quốc hội
VPQH = Văn phòng Quốc hội
CTN = Chủ tịch nước
VPCP = Văn phòng Chính phủ
VPTW = Văn phòng Trung ương Đảng
TTCP = Thanh tra Chính phủ
NHNN = Ngân hàng Nhà nước
UBDT = Ủy ban Dân tộc
KTNN = Kiểm toán nhà nước
TANDTC = Tòa án nhân dân tối cao
HĐTP = Hội đồng Thẩm phán Tòa án nhân dân tối cao
VKSTC, VKSNDTC = Viện kiểm sát nhân dân tối cao
HĐBCQG = Hội đồng Bầu cử quốc gia
HĐPH = Hội đồng phối hợp phổ biến, giáo dục pháp luật
UBND, UB = Ủy ban nhân dân
CTUBND = Chủ tịch Ủy ban nhân dân
VPUBND, VPUB = Văn phòng Ủy ban nhân dân
HĐND = Hội đồng nhân dân
TTHĐND, TT.HĐND = Thường trực Hội đồng nhân dân
ĐU = Đảng ủy
ĐUK = Đảng ủy khối
VPĐU = Văn phòng Đảng ủy
BTVĐU = Ban Thường vụ Đảng ủy
TU = Tỉnh ủy
ThU = Thành ủy
VPTU = Văn phòng Tỉnh ủy
BTVTU = Ban Thường vụ Tỉnh ủy
HU = Huyện ủy
QU = Quận ủy
CB = chi bộ
ĐB = Đảng bộ
BTV = Ban Thường vụ
BTC = Bộ Tài chính
BTCTW = Ban Tổ chức Trung ương
BTCTU = Ban Tổ chức Tỉnh ủy
BTGTW = Ban Tuyên giáo Trung ương
BTGDVTW = Ban Tuyên giáo và Dân vận Trung ương
BTGDVTU = Ban Tuyên giáo và Dân vận Tỉnh ủy
BTG, BTGĐU = Ban Tuyên giáo
BTGTU = Ban Tuyên giáo Tỉnh ủy
BTGDV = Ban Tuyên giáo và Dân vận
BDV = Ban Dân vận
BXDĐ = Ban Xây dựng Đảng
UBKT, UBKTĐU = Ủy ban Kiểm tra
UBKTTW = Ủy ban Kiểm tra Trung ương
MTTQ, UBMTTQ, UBMT, MT = Ủy ban Mặt trận Tổ quốc
MTTW = Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam
BTT = Ban Thường trực Ủy ban Mặt trận Tổ quốc
HLHPN, HPN, LHPN, PN = Hội Liên hiệp Phụ nữ
ĐCT = Đoàn Chủ tịch
HND = Hội Nông dân
HCCB, CCB = Hội Cựu chiến binh
ĐTN, TNCS, ĐTNCSHCM = Đoàn Thanh niên
TWHSV = Trung ương Hội Sinh viên
LĐLĐ = Liên đoàn Lao động
TLĐ = Tổng Liên đoàn Lao động Việt Nam
CĐCS = công đoàn cơ sở
HNCT, NCT = Hội Người cao tuổi
HCTĐ, CTĐ = Hội Chữ thập đỏ
BCĐ = Ban Chỉ đạo
BCĐTW = Ban Chỉ đạo Trung ương
BCĐKTTW = Ban Chỉ đạo Trung ương
BCH = Ban Chỉ huy
BCHQS, BCHQSX = Ban Chỉ huy Quân sự
BCHPTDS, BCHPCTT = Ban Chỉ huy phòng thủ dân sự
BQL = Ban Quản lý
BQLDA = Ban Quản lý dự án
BQLKKT = Ban Quản lý khu kinh tế
CA, CAX = Công an
CAT = Công an tỉnh
CATP = Công an thành phố
BHXH = Bảo hiểm xã hội
NHCS, NHCSXH = Ngân hàng Chính sách xã hội
TAND, TA = Tòa án nhân dân
VKS, VKSND = Viện kiểm sát nhân dân
THADS = Thi hành án dân sự
TYT = Trạm Y tế
TTYT = Trung tâm Y tế
TTPVHCC = Trung tâm Phục vụ hành chính công
TTDVTH = Trung tâm Dịch vụ tổng hợp
TTVHTT = Trung tâm Văn hóa, Thể thao
VP = Văn phòng
HĐBC, UBBC = Ủy ban bầu cử
HĐNVQS = Hội đồng Nghĩa vụ quân sự
TCT = Tổng cục Thuế
TCTK = Tổng cục Thống kê
TCHQ = Tổng cục Hải quan
CT = Cục Thuế
CTK = Cục Thống kê
BĐBP = Bộ đội Biên phòng
TTCSTTĐN = Cục Thông tin cơ sở và Thông tin đối ngoại
TTCS = Cục Thông tin cơ sở
CĐSQG = Cục Chuyển đổi số quốc gia
THNV = Phòng Tổng hợp
PCTT = Ban Chỉ huy phòng chống thiên tai
PCTTTKCN = Ban Chỉ huy phòng chống thiên tai và tìm kiếm cứu nạn
`);

/** First letters of a code that name a kind of body. */
export const BODIES = table(`
B = Bộ
S = Sở
P = Phòng
C = Cục
TC = Tổng cục
CC = Chi cục
TTr = Thanh tra
TT = Trung tâm
BQL = Ban Quản lý
H = Hội
TH = Trường Tiểu học
THCS = Trường Trung học cơ sở
THPT = Trường Trung học phổ thông
MN = Trường Mầm non
`);

/** What the body looks after. */
export const FIELDS = table(`
KHCN = Khoa học và Công nghệ
TTTT = Thông tin và Truyền thông
TC = Tài chính
YT = Y tế
GDĐT, GD = Giáo dục và Đào tạo
NV = Nội vụ
CA = Công an
QP = Quốc phòng
NNPTNT, NN = Nông nghiệp và Phát triển nông thôn
NNMT = Nông nghiệp và Môi trường
TNMT = Tài nguyên và Môi trường
XD = Xây dựng
GTVT = Giao thông vận tải
CT = Công Thương
TP = Tư pháp
VHTTDL = Văn hóa, Thể thao và Du lịch
VHTT = Văn hóa và Thông tin
DL = Du lịch
LĐTBXH = Lao động, Thương binh và Xã hội
KHĐT = Kế hoạch và Đầu tư
NG, NgG = Ngoại giao
DTTG = Dân tộc và Tôn giáo
DT = Dân tộc
VHXH = Văn hóa Xã hội
KT = Kinh tế
KTHT = Kinh tế Hạ tầng
KTHTĐT = Kinh tế, Hạ tầng và Đô thị
TCKH = Tài chính Kế hoạch
CĐS = Chuyển đổi số
BVTV = Bảo vệ thực vật
ATTP = An toàn thực phẩm
PCTT = phòng chống thiên tai
KSBT = Kiểm soát bệnh tật
ND = Nông dân
NB = Nhà báo
LHPN, PN = Liên hiệp Phụ nữ
CCB = Cựu chiến binh
`);

/** Where an issuer's own name stands in the clause, its code is silent. */
export const FAMILIES: ReadonlyMap<string, string> = new Map([
  ["Trung ương", "bộ chính trị|ban chấp hành trung ương|ban bí thư|trung ương|bct|bch tw|tw"],
  ["Thủ tướng Chính phủ", "thủ tướng|ttg"],
  ["Chính phủ", "chính phủ"],
  ["Ủy ban nhân dân", "ủy ban nhân dân|uỷ ban nhân dân|chủ tịch ubnd|ubnd"],
  ["Hội đồng nhân dân", "hội đồng nhân dân|hđnd"],
  ["Đảng ủy", "đảng ủy|đảng uỷ|ban thường vụ đảng ủy|đu"],
  ["Tỉnh ủy", "tỉnh ủy|tỉnh uỷ|thành ủy|thành uỷ|ban thường vụ tỉnh ủy"],
]);
