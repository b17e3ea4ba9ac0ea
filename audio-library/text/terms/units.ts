import { table } from "./table.ts";

/** Signs of units, read only behind a number, a number word or another unit. */
export const UNITS = table(`
km = ki lô mét
hm = héc tô mét
m = mét
dm = đề xi mét
cm = xăng ti mét
mm = mi li mét
µm, μm = mi cờ rô mét
nm = na nô mét
km², km2 = ki lô mét vuông
hm², hm2 = héc tô mét vuông
m², m2 = mét vuông
dm², dm2 = đề xi mét vuông
cm², cm2 = xăng ti mét vuông
mm², mm2 = mi li mét vuông
km³, km3 = ki lô mét khối
m³, m3 = mét khối
dm³, dm3 = đề xi mét khối
cm³, cm3 = xăng ti mét khối
ha, Ha, HA = héc ta
kg, Kg, KG, kG = ki lô gam
g, gr = gam
mg = mi li gam
µg, μg, mcg = mi cờ rô gam
l, L = lít
hl = héc tô lít
dl = đề xi lít
cl = xăng ti lít
ml, mL = mi li lít
W = oát
kW, KW, kw = ki lô oát
MW = mê ga oát
GW = gi ga oát
Wh = oát giờ
kWh, KWh, KWH, kwh = ki lô oát giờ
MWh = mê ga oát giờ
GWh = gi ga oát giờ
kWp, KWp = ki lô oát pích
MWp = mê ga oát pích
V = vôn
kV, KV = ki lô vôn
mV = mi li vôn
VA = vôn am pe
kVA, KVA = ki lô vôn am pe
MVA = mê ga vôn am pe
mA = mi li am pe
mAh = mi li am pe giờ
Ah = am pe giờ
Hz = héc
kHz, KHz = ki lô héc
MHz, Mhz = mê ga héc
GHz, Ghz = gi ga héc
bps = bít trên giây
kbps, Kbps, kbit/s, kb/s = ki lô bít trên giây
Mbps, mbps, Mbit/s, Mb/s = mê ga bít trên giây
Gbps, gbps, Gbit/s, Gb/s = gi ga bít trên giây
Tbps = tê ra bít trên giây
KB, kB = ki lô bai
MB = mê ga bai
GB, Gb = gi ga bai
TB = tê ra bai
PB = pê ta bai
MP = mê ga pích xeo
px = pích xeo
dB = đề xi ben
dBA, dB(A) = đề xi ben a
dBm = đề xi ben mi li oát
Pa = pát can
hPa = héc tô pát can
kPa = ki lô pát can
MPa = mê ga pát can
bar = ba
atm = át mốt phe
mmHg = mi li mét thủy ngân
kN = ki lô niu tơn
kJ = ki lô giun
cal = ca lo
kcal, Kcal = ki lô ca lo
HP, hp, CV, cv = mã lực
BTU, btu = bê tê u
Ω = ôm
kΩ = ki lô ôm
lx, lux = lúc
lm = lu men
cc, CC = xê xê
ppm = phần triệu
ppb = phần tỷ
rpm = vòng trên phút
fps = khung hình trên giây
inch, inches = in
ft = phít
h = giờ
ph, p, phút = phút
s = giây
ms = mi li giây
kmh, kph = ki lô mét trên giờ
mod = mô
mol = mon
mmol = mi li mon
IU, UI = đơn vị quốc tế
`);

/** Words that may follow "/": "đồng/người/tháng" is said "đồng trên người trên tháng". */
export const PER = new Set(
  (
    "người hộ tháng năm ngày giờ phút giây tuần quý vụ lần lượt con cây suất sào mẫu công tấn tạ yến bao chai hộp " +
    "cái chiếc thửa em cháu buổi đợt khẩu thôn xã phường tỉnh huyện sản cuốn tờ bài tin lít bữa phiếu thẻ trẻ bệnh " +
    "ca đêm nhà căn phòng lô chuyến vé xe học lao mét ki héc đơn kilôgam kilogam gam cân gói bó bình can thùng đôi " +
    "bộ quả trứng đoàn đội tổ lớp trường cơ đồng triệu vạn nghìn trăm hecta mét hs nhân lứa chu kỳ tiết số cụm ấp " +
    "mô hội chi đảng viên hồ vòng dân giường cán"
  ).split(" "),
);
