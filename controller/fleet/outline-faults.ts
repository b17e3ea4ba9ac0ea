/** What can be wrong with one area of a file, and how to mend it, in both languages of the screen. */
export const outlineFaults = {
  "no-shape": {
    vi: "Vùng này không có đường ranh giới.",
    hint: "Xuất lại lớp dạng vùng (Polygon hoặc MultiPolygon), không phải điểm hay đường.",
    en: "There is no area here.",
    hintEn: "Export a layer of areas (Polygon or MultiPolygon), not points or lines.",
  },
  "bad-position": {
    vi: "Có toạ độ không phải là hai con số.",
    hint: "Mở tệp trong phần mềm bản đồ và xuất lại GeoJSON.",
    en: "A position is not a pair of numbers.",
    hintEn: "Open the file in a map program and export GeoJSON again.",
  },
  swapped: {
    vi: "Vĩ độ và kinh độ bị đảo chỗ.",
    hint: "GeoJSON ghi kinh độ trước (102–118), vĩ độ sau (6–24). Đổi chỗ hai số rồi xuất lại.",
    en: "Latitude and longitude are swapped.",
    hintEn:
      "GeoJSON writes longitude first (102–118), then latitude (6–24). Swap them and export again.",
  },
  projected: {
    vi: "Toạ độ không phải độ (có lẽ là VN-2000, tính bằng mét).",
    hint: "Xuất lại với hệ toạ độ WGS-84 (EPSG:4326).",
    en: "The positions are not degrees (perhaps VN-2000, in metres).",
    hintEn: "Export again in WGS-84 (EPSG:4326).",
  },
  outside: {
    vi: "Vùng này nằm ngoài Việt Nam.",
    hint: "Kiểm tra lại toạ độ: kinh độ 102–118, vĩ độ 6–24.",
    en: "The area lies outside Viet Nam.",
    hintEn: "Check the positions: longitude 102–118, latitude 6–24.",
  },
  "open-ring": {
    vi: "Đường ranh giới chưa khép kín.",
    hint: "Điểm cuối phải trùng điểm đầu: đóng đường lại rồi xuất lại.",
    en: "The outline is not closed.",
    hintEn: "The last point must be the first again: close the line and export again.",
  },
  "few-points": {
    vi: "Đường ranh giới có ít hơn ba góc.",
    hint: "Vẽ lại vùng với ít nhất ba góc khác nhau.",
    en: "The outline has fewer than three corners.",
    hintEn: "Draw the area again with three different corners or more.",
  },
  crossing: {
    vi: "Đường ranh giới tự cắt hoặc tự chạm.",
    hint: "Mở tệp trong phần mềm bản đồ, sửa nút thắt ở chỗ này rồi xuất lại.",
    en: "The outline crosses or touches itself.",
    hintEn: "Open the file in a map program, mend the knot at this place and export again.",
  },
  "no-area": {
    vi: "Vùng này gần như không có diện tích.",
    hint: "Kiểm tra xem có chọn đúng lớp không; một thôn không thể nhỏ hơn 100 m².",
    en: "The area is next to nothing.",
    hintEn: "Check that it is the right layer; no hamlet is smaller than 100 m².",
  },
  "hole-outside": {
    vi: "Có lỗ nằm ngoài vùng.",
    hint: "Xoá lỗ thừa trong phần mềm bản đồ rồi xuất lại.",
    en: "A hole lies outside the area.",
    hintEn: "Delete the hole in a map program and export again.",
  },
  "too-many": {
    vi: "Đường ranh giới có quá nhiều điểm.",
    hint: "Dùng lệnh đơn giản hoá (simplify) của phần mềm bản đồ, sai lệch 5–10 mét là đủ.",
    en: "The outline has too many points.",
    hintEn: "Use the map program's simplify; five to ten metres are exact enough.",
  },
  "no-name": {
    vi: "Không biết vùng này là thôn nào.",
    hint: "Thêm thuộc tính ma_thon (mã thôn trong hệ thống), hoặc ten_thon và ma_xa.",
    en: "Nothing says which hamlet this is.",
    hintEn: "Add the property ma_thon (the hamlet's id here), or ten_thon and ma_xa.",
  },
  "no-commune": {
    vi: "Có tên thôn mà không có mã xã.",
    hint: "Thêm thuộc tính ma_xa (5 chữ số), hoặc chọn xã trước khi chạy thử.",
    en: "There is the name of a hamlet, but no commune.",
    hintEn: "Add the property ma_xa (5 digits), or choose the commune first.",
  },
  "unknown-hamlet": {
    vi: "Chưa có thôn này trong hệ thống.",
    hint: "Sửa tên hoặc mã cho đúng, hoặc thêm thôn trước.",
    en: "The hamlet is not known.",
    hintEn: "Put its name or id right, or add the hamlet first.",
  },
  "two-hamlets": {
    vi: "Xã này có hơn một thôn mang tên đó.",
    hint: "Thêm thuộc tính ma_thon để chỉ rõ thôn nào.",
    en: "The commune has more than one hamlet of that name.",
    hintEn: "Add the property ma_thon to say which.",
  },
  "other-commune": {
    vi: "Thôn này thuộc xã khác.",
    hint: "Sửa mã xã, hoặc bỏ mã xã nếu mã thôn đã đúng.",
    en: "The hamlet belongs to another commune.",
    hintEn: "Put the code of the commune right, or leave it out where the hamlet's id is right.",
  },
  foreign: {
    vi: "Thôn này nằm ngoài địa bàn của bạn.",
    hint: "Bỏ vùng này khỏi tệp, hoặc nhờ cấp trên nhập.",
    en: "The hamlet lies outside your area.",
    hintEn: "Take it out of the file, or ask the level above to import it.",
  },
  twice: {
    vi: "Thôn này đã có ở một vùng trước trong tệp.",
    hint: "Mỗi thôn một vùng: gộp thành MultiPolygon, hoặc bỏ bớt.",
    en: "The hamlet stands in the file twice.",
    hintEn: "One area a hamlet: join them as a MultiPolygon, or leave one out.",
  },
} as const;
export type FaultCode = keyof typeof outlineFaults;

export interface Fault {
  readonly code: FaultCode;
  /** Where, or what was meant; the same in both languages. */
  readonly detail?: string;
}
