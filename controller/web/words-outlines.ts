import { count } from "./station.ts";
import { inLanguage } from "./text.ts";

const day = (iso: string): string => iso.split("-").reverse().join("/");

const vi = {
  language: "vi",
  noCommune: "Chưa có xã nào. Nhập xã, thôn trước.",
  file: "Tệp GeoJSON",
  fileHelp:
    "FeatureCollection, WGS-84, mỗi vùng một thôn, thuộc tính ma_thon hoặc ten_thon. Tối đa 10 MB.",
  source: "Nguồn",
  sourceHelp: "Ai vẽ, theo văn bản nào; để trống được.",
  skip: (wrong: number, good: number) =>
    `Bỏ qua ${count(wrong)} vùng chưa đúng, nhập ${count(good)} vùng còn lại`,
  dryRun: "Chạy thử",
  runNow: "Nhập thật",
  tried: (good: number, wrong: number) =>
    wrong === 0
      ? `Đã đọc ${count(good)} vùng, đều đúng. Chưa lưu gì.`
      : `${count(good)} vùng đúng, ${count(wrong)} vùng phải sửa. Chưa lưu gì.`,
  imported: (n: number) => `Đã lưu ranh giới của ${count(n)} thôn.`,
  areas: "Các vùng trong tệp",
  area: "Vùng",
  hamlet: "Thôn",
  state: "Kết quả",
  states: { new: "mới", changed: "thay", same: "giữ nguyên", wrong: "chưa đúng" },
  fault: "Sai gì, sửa thế nào",
  size: (hectares: string, points: number) => `${hectares} ha, ${count(points)} điểm.`,
  simplified: (metres: number) => `Đã bớt điểm, lệch không quá ${count(metres)} m.`,
  there: "Ranh giới đang có",
  drawn: (points: number, from: string, source: string) =>
    [`${count(points)} điểm, từ ${day(from)}`, source].filter(Boolean).join(" · "),
  notDrawn: "chưa có ranh giới",
  drop: (name: string) => `Bỏ ranh giới ${name}`,
  dropYes: "Bỏ ranh giới",
  dropAbout: "Từ hôm nay bản đồ không vẽ ranh giới này nữa. Các ngày trước vẫn giữ.",
  dropped: "Đã bỏ ranh giới.",
};

const en: typeof vi = {
  language: "en",
  noCommune: "There is no commune yet. Import communes and hamlets first.",
  file: "GeoJSON file",
  fileHelp:
    "A FeatureCollection in WGS-84, one area a hamlet, with the property ma_thon or ten_thon. At most 10 MB.",
  source: "Source",
  sourceHelp: "Who drew it, by which paper; may stay empty.",
  skip: (wrong, good) => `Leave out ${count(wrong)} wrong areas, import the other ${count(good)}`,
  dryRun: "Dry run",
  runNow: "Import",
  tried: (good, wrong) =>
    wrong === 0
      ? `${count(good)} areas read, all right. Nothing is saved.`
      : `${count(good)} areas are right, ${count(wrong)} must be mended. Nothing is saved.`,
  imported: (n) => `Outlines of ${count(n)} hamlets saved.`,
  areas: "Areas of the file",
  area: "Area",
  hamlet: "Hamlet",
  state: "Result",
  states: { new: "new", changed: "replaces", same: "as it is", wrong: "wrong" },
  fault: "What is wrong, how to mend it",
  size: (hectares, points) => `${hectares} ha, ${count(points)} points.`,
  simplified: (metres) => `Fewer points, at most ${count(metres)} m off.`,
  there: "Outlines that are there",
  drawn: (points, from, source) =>
    [`${count(points)} points, from ${day(from)}`, source].filter(Boolean).join(" · "),
  notDrawn: "no outline yet",
  drop: (name) => `Remove the outline of ${name}`,
  dropYes: "Remove the outline",
  dropAbout: "From today the map draws it no more. Days before keep it.",
  dropped: "The outline is removed.",
};

export const words = inLanguage(vi, en);
export const isVietnamese = (): boolean => words.language === "vi";
