import { fold } from "../fleet/fold.ts";

/** Words that give a theme away, without marks, the surest theme first. */
const signs: readonly (readonly [theme: string, words: readonly string[]])[] = [
  ["khan-cap", ["khan cap", "lu quet", "sat lo", "so tan", "bao so", "vo de", "chay rung"]],
  ["ngay-cds-10-10", ["ngay chuyen doi so quoc gia", "10 10", "10 thang 10"]],
  ["ngay-khcn-18-5", ["ngay khoa hoc", "18 5", "18 thang 5"]],
  ["ngay-dmst-1-10", ["ngay doi moi sang tao", "1 thang 10"]],
  ["to-cong-nghe-so", ["to cong nghe so"]],
  ["ky-nang-so", ["binh dan hoc vu so", "ky nang so", "lua dao", "an toan tren mang"]],
  ["thanh-toan-so", ["khong dung tien mat", "ma qr", "vi dien tu", "chuyen khoan"]],
  ["dich-vu-cong", ["dich vu cong", "vneid", "dinh danh", "nop ho so"]],
  ["truong-hoc-stem", ["stem"]],
  ["ho-kinh-doanh", ["ho kinh doanh", "doanh nghiep"]],
  ["giai-thuong", ["giai thuong", "cuoc thi", "giai bao chi"]],
  ["guong-dien-hinh", ["guong dien hinh", "nguoi tot viec tot"]],
  ["tra-loi-phan-anh", ["tra loi phan anh"]],
  ["ke-hoach-dia-phuong", ["ke hoach so", "ke hoach cua tinh", "ke hoach cua xa"]],
  ["muc-tieu-2030", ["den nam 2030"]],
  ["quan-diem", ["nghi quyet 57", "57 nq tw", "nghi quyet so 57"]],
  ["thong-bao", ["thong bao", "moi ba con", "kinh moi", "hop thon", "tiem chung", "cat dien"]],
];

/** The theme that a text is probably about, or none: then its author must say. */
export function guessTheme(text: string): string | undefined {
  const words = ` ${fold(text)} `;
  return signs.find(([, some]) => some.some((one) => words.includes(` ${one} `)))?.[0];
}

const LONGEST_TITLE = 80;

/** The first sentence of a text, short enough for a log. */
export function titleFrom(text: string): string {
  const [first = ""] = text.trim().split(/[\n.!?;]/, 1);
  const title = first.trim().normalize("NFC");
  if (title.length <= LONGEST_TITLE) return title;
  return `${title.slice(0, title.lastIndexOf(" ", LONGEST_TITLE))}…`;
}
