import { inLanguage } from "./text.ts";

const vi = {
  outline: "Ranh giới thôn",
  hamlet: "Thôn",
  heard: "Nghe được",
  share: "Tỷ lệ hộ",
  drawn: "đã vẽ",
  notDrawn: "chưa có",
  hamletList: "Các thôn trên bản đồ",
  hamletAbout:
    "Chứng minh: có lượt phát đã xác nhận trong kỳ của trang Tiếp cận. Ước tính: theo mô hình hoặc tỷ lệ đã khai, chưa có lượt phát nào xác nhận.",
  proofs: {
    proven: "đã chứng minh",
    estimated: "ước tính",
    unmeasurable: "không đo được",
    unserved: "chưa có loa phục vụ",
  },
};

const en: typeof vi = {
  outline: "Outline",
  hamlet: "Hamlet",
  heard: "Heard",
  share: "Share of households",
  drawn: "drawn",
  notDrawn: "none yet",
  hamletList: "Hamlets on the map",
  hamletAbout:
    "Proven: a play was confirmed in the period of the reach page. Estimated: by the model or a share that was told; no play has confirmed it yet.",
  proofs: {
    proven: "proven",
    estimated: "estimated",
    unmeasurable: "not measurable",
    unserved: "served by no horn",
  },
};

export const words = inLanguage(vi, en);
