import { slug } from "../fleet/fold.ts";
import { nearest } from "../nearest.ts";

/** A theme of Resolution 57-NQ/TW's communication programme (Decision 1169/QĐ-TTg); what the reports group by. */
export interface Theme {
  readonly code: string;
  readonly name: string;
  readonly about: string;
}

export const themes: readonly Theme[] = [
  {
    code: "quan-diem",
    name: "Quan điểm của Nghị quyết 57",
    about: "Quan điểm, chỉ đạo về đột phá khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
  },
  {
    code: "muc-tieu-2030",
    name: "Mục tiêu đến năm 2030",
    about: "Chỉ tiêu, nhiệm vụ, giải pháp đến năm 2030",
  },
  {
    code: "ke-hoach-dia-phuong",
    name: "Kế hoạch của địa phương",
    about: "Kế hoạch của tỉnh, của xã thực hiện Nghị quyết 57",
  },
  {
    code: "ky-nang-so",
    name: "Bình dân học vụ số",
    about: "Kỹ năng số, học tập số, an toàn trên mạng",
  },
  {
    code: "to-cong-nghe-so",
    name: "Tổ công nghệ số cộng đồng",
    about: "Tổ công nghệ số cộng đồng hướng dẫn bà con",
  },
  {
    code: "dich-vu-cong",
    name: "Dịch vụ công trực tuyến",
    about: "Nộp hồ sơ, tra cứu, định danh điện tử",
  },
  {
    code: "thanh-toan-so",
    name: "Thanh toán không dùng tiền mặt",
    about: "Mã QR, ví điện tử, an toàn thanh toán",
  },
  {
    code: "ngay-khcn-18-5",
    name: "Ngày Khoa học, Công nghệ Việt Nam 18/5",
    about: "Hưởng ứng ngày 18 tháng 5",
  },
  {
    code: "ngay-dmst-1-10",
    name: "Ngày Đổi mới sáng tạo Quốc gia 1/10",
    about: "Hưởng ứng ngày 1 tháng 10",
  },
  {
    code: "ngay-cds-10-10",
    name: "Ngày Chuyển đổi số Quốc gia 10/10",
    about: "Hưởng ứng ngày 10 tháng 10",
  },
  {
    code: "truong-hoc-stem",
    name: "Trường học và STEM",
    about: "Giáo dục STEM, khoa học trong nhà trường",
  },
  {
    code: "ho-kinh-doanh",
    name: "Hộ kinh doanh và doanh nghiệp",
    about: "Chuyển đổi số của hộ kinh doanh, doanh nghiệp; chính sách hỗ trợ",
  },
  {
    code: "san-pham-khcn",
    name: "Kết quả và sản phẩm khoa học, công nghệ",
    about: "Nhiệm vụ dùng ngân sách đã công bố, mô hình, sản phẩm, đặt hàng",
  },
  {
    code: "phap-luat",
    name: "Chính sách, pháp luật",
    about: "Luật, cơ chế, ưu đãi về khoa học, công nghệ, đổi mới sáng tạo",
  },
  {
    code: "guong-dien-hinh",
    name: "Gương điển hình",
    about: "Người tốt, mô hình hay, kinh nghiệm nhân rộng",
  },
  {
    code: "giai-thuong",
    name: "Giải thưởng, cuộc thi",
    about: "Giải báo chí, giải thưởng sản phẩm truyền thông",
  },
  {
    code: "dia-ban-dan-toc",
    name: "Tiếng dân tộc, địa bàn đặc thù",
    about: "Nội dung Nghị quyết 57 bằng tiếng dân tộc thiểu số",
  },
  {
    code: "tra-loi-phan-anh",
    name: "Trả lời phản ánh",
    about: "Cơ quan có thẩm quyền trả lời phản ánh của bà con",
  },
  {
    code: "thong-bao",
    name: "Thông báo của xã",
    about: "Thông báo, tin địa phương ngoài Nghị quyết 57",
  },
  { code: "khan-cap", name: "Khẩn cấp", about: "Thiên tai, cháy nổ, dịch bệnh, sơ tán" },
];

export type Choice =
  | { readonly ok: true; readonly theme: string }
  | { readonly ok: false; readonly near: string | undefined };

const codes = themes.map((theme) => theme.code);

/**
 * A theme by its code or its name, marks or not. A province or commune may use one of its own (`hoi-lua-2026`); what is only a
 * slip away from a known one is asked back, or reports would count two themes for one.
 */
export function chooseTheme(raw: string): Choice {
  const code = slug(raw);
  const found = themes.find((theme) => theme.code === code || slug(theme.name) === code);
  if (found) return { ok: true, theme: found.code };
  const near = nearest(code, codes);
  if (near !== undefined || code.length < 2) return { ok: false, near };
  return { ok: true, theme: code };
}

export const themeName = (code: string): string =>
  themes.find((theme) => theme.code === code)?.name ?? code;
