import type { Action } from "../../controller/access/access.ts";

/** What the station of these tests holds, by what it is for. */
export interface Things {
  readonly pending: string;
  readonly approved: string;
  readonly own: string;
  readonly above: string;
  readonly hurry: string;
  readonly hurryAbove: string;
  readonly alert: string;
  readonly report: string;
  readonly reportAbove: string;
  readonly dayAbove: string;
  readonly relay: string;
  readonly relayAbove: string;
}

/** A button or field that writes, where it stands, and the route behind it. */
export interface Control {
  readonly path: string;
  /** The part of the page that holds it, where its name stands more than once. */
  readonly within?: string;
  readonly name: RegExp;
  readonly action: Action;
  /** Whose thing it touches. */
  readonly place: "c-21024" | "p-51" | "centre";
  /** Needed as well for the button to be offered; the route behind it needs `action`. */
  readonly also?: Action;
  /** Where `also` is needed; without it in the commune. */
  readonly alsoIn?: "c-21024" | "p-51";
  readonly route: string;
  /** The thing in the route's path. */
  readonly id?: keyof Things;
}

const commune = { place: "c-21024" } as const;
const above = { place: "p-51" } as const;
const centre = { place: "centre" } as const;

/** Every control that writes, screen by screen. */
export const controls: readonly Control[] = [
  // Today
  {
    ...{ path: "/today", within: "Tin của xã", name: /^Dừng$/, ...commune, id: "own" },
    ...{ action: "broadcast.cancel", route: "DELETE /api/broadcasts/:id" },
  },
  {
    ...{ path: "/today", within: "Tin của xã", name: /^Hoãn 15 phút$/, ...commune, id: "own" },
    ...{ action: "broadcast.write", route: "PATCH /api/broadcasts/:id" },
  },
  {
    ...{ path: "/today", within: "Tin một của tỉnh", name: /^Dừng$/, ...above, id: "above" },
    ...{ action: "broadcast.cancel", route: "DELETE /api/broadcasts/:id" },
  },
  {
    ...{ path: "/today", name: /^Duyệt( & lên lịch)?$/, ...commune, id: "pending" },
    ...{ action: "message.approve", route: "POST /api/messages/:id/approve" },
  },
  {
    ...{ path: "/today", name: /^Nhận và lên lịch$/, ...commune },
    ...{ action: "inbox.decide", route: "POST /api/inbox/:id/accept" },
  },
  {
    ...{ path: "/today", name: /^Không nhận$/, ...commune },
    ...{ action: "inbox.decide", route: "POST /api/inbox/:id/decline" },
  },
  // Compose
  {
    ...{ path: "/compose", name: /^Gửi duyệt$/, ...commune },
    ...{ action: "message.write", route: "POST /api/messages" },
  },
  {
    ...{ path: "/compose", name: /^Gửi duyệt$/, ...commune, id: "pending" },
    ...{ action: "message.write", route: "PUT /api/messages/:id/wish" },
  },
  {
    ...{ path: "/compose", name: /^Nghe thử$/, ...commune },
    ...{ action: "message.write", route: "POST /api/speech/preview" },
  },
  {
    ...{ path: "/compose", name: /^Mở micro để nói trực tiếp$/, ...commune },
    ...{ action: "live.speak", also: "message.write", route: "POST /api/live" },
  },
  // Calendar
  {
    ...{ path: "/calendar", within: "Tin của xã", name: /^Dời giờ$/, ...commune, id: "own" },
    ...{ action: "broadcast.write", route: "PATCH /api/broadcasts/:id" },
  },
  {
    ...{ path: "/calendar", name: /^Đưa “.*” (lên trước|ra sau)$/, ...commune },
    ...{ action: "inbox.decide", route: "PUT /api/communes/:code/priority-order" },
  },
  // Communes beside each other
  {
    ...{ path: "/province", name: /^Gửi tin bắt buộc phát$/, ...commune },
    // A commune's own people order for their commune, on other screens.
    ...{ action: "broadcast.order", also: "broadcast.order", alsoIn: "p-51" },
    route: "POST /api/broadcasts",
  },
  // Library
  {
    ...{ path: "/library", name: /^Lấy 10 bản tin mẫu$/, ...commune },
    ...{ action: "library.start", route: "POST /api/library/starter" },
  },
  {
    ...{ path: "/library?message=pending", name: /^Duyệt( & lên lịch)?$/, ...commune },
    ...{ action: "message.approve", route: "POST /api/messages/:id/approve", id: "pending" },
  },
  {
    ...{ path: "/library?message=pending", name: /^Trả lại$/, ...commune, id: "pending" },
    ...{ action: "message.approve", route: "POST /api/messages/:id/reject" },
  },
  // Clusters
  {
    ...{ path: "/clusters?cluster=cum-1", name: /^Phát thử/, ...commune },
    ...{ action: "test-sound.write", route: "POST /api/clusters/:id/test-sound" },
  },
  {
    ...{ path: "/clusters?cluster=cum-1", name: /^Lưu$/, ...commune },
    ...{ action: "cluster.write", route: "PATCH /api/clusters/:id" },
  },
  {
    ...{ path: "/clusters?cluster=cum-1", name: /^Tạo mã ghi danh$/, ...commune },
    ...{ action: "agent.write", route: "POST /api/clusters/:id/claim" },
  },
  {
    ...{ path: "/clusters?cluster=cum-1", name: /^Ghi lại$/, ...commune },
    ...{ action: "cluster.write", route: "POST /api/clusters/:id/notes" },
  },
  // Emergency
  {
    ...{ path: "/emergency", name: /^Xem hậu quả và xác nhận$/, ...commune },
    ...{ action: "emergency.write", route: "POST /api/broadcasts" },
  },
  {
    ...{ path: "/emergency", within: "Lũ của xã", name: /^Huỷ lệnh$/, ...commune, id: "hurry" },
    ...{ action: "broadcast.cancel", route: "DELETE /api/broadcasts/:id" },
  },
  {
    ...{ path: "/emergency", within: "Lũ của tỉnh", name: /^Huỷ lệnh$/, ...above },
    ...{ action: "broadcast.cancel", route: "DELETE /api/broadcasts/:id", id: "hurryAbove" },
  },
  {
    // Whoever approves everywhere that it sounds may be the second person of what the province ordered.
    ...{ path: "/emergency", within: "Lũ của tỉnh", name: /^Duyệt và phát ngay$/, ...commune },
    ...{ action: "emergency.approve", route: "POST /api/broadcasts/:id/approve", id: "hurryAbove" },
  },
  {
    ...{ path: "/today", within: "Lũ của tỉnh", name: /^Duyệt lệnh phát$/, ...commune },
    ...{ action: "broadcast.approve", route: "POST /api/broadcasts/:id/approve", id: "hurryAbove" },
  },
  {
    ...{ path: "/emergency", name: /^Đồng ý phát$/, ...commune, id: "alert" },
    ...{ action: "emergency.approve", route: "POST /api/alerts/:id/air" },
  },
  {
    ...{ path: "/emergency", name: /^Không phát$/, ...commune, id: "alert" },
    ...{ action: "emergency.approve", route: "POST /api/alerts/:id/dismiss" },
  },
  {
    ...{ path: "/emergency", name: /^Sửa số của Cụm loa/, ...commune },
    ...{ action: "contact.write", also: "emergency.write", route: "PUT /api/clusters/:id/contact" },
  },
  {
    ...{ path: "/clusters?cluster=cum-1", name: /^Sửa số của Cụm loa/, ...commune },
    ...{ action: "contact.write", route: "PUT /api/clusters/:id/contact" },
  },
  // Relay sources
  {
    ...{ path: "/admin?part=relays", name: /^Nghe thử Đài tỉnh$/, ...above, id: "relayAbove" },
    ...{ action: "broadcast.write", route: "POST /api/relay-sources/:id/test" },
  },
  {
    ...{ path: "/admin?part=relays", name: /^Sửa Đài tỉnh$/, ...above, id: "relayAbove" },
    ...{ action: "broadcast.write", route: "PATCH /api/relay-sources/:id" },
  },
  {
    ...{ path: "/admin?part=relays", name: /^Nghe thử Đài xã$/, ...commune, id: "relay" },
    ...{ action: "broadcast.write", route: "POST /api/relay-sources/:id/test" },
  },
  {
    ...{ path: "/admin?part=relays", name: /^Sửa Đài xã$/, ...commune, id: "relay" },
    ...{ action: "broadcast.write", route: "DELETE /api/relay-sources/:id" },
  },
  {
    ...{ path: "/admin?part=relays", name: /^Thêm nguồn$/, ...commune },
    ...{ action: "broadcast.write", route: "POST /api/relay-sources" },
  },
  // The microphone
  {
    ...{ path: "/speak", name: /^Bắt đầu nói$/, ...commune },
    ...{ action: "live.speak", route: "POST /api/live" },
  },
  // Reports
  {
    ...{ path: "/reports", name: /^Chốt báo cáo$/, ...commune },
    ...{ action: "report.write", route: "POST /api/reports/:kind/freeze" },
  },
  {
    ...{ path: "/reports", within: "của Xã Trà Sơn", name: /^Công khai kết quả$/, ...commune },
    ...{ action: "report.write", route: "POST /api/reports/frozen/:id/publish", id: "report" },
  },
  {
    ...{ path: "/reports", within: "của Tỉnh Quảng Ngãi", name: /^Công khai kết quả$/, ...above },
    ...{ action: "report.write", route: "POST /api/reports/frozen/:id/publish", id: "reportAbove" },
  },
  // Administration
  {
    ...{ path: "/admin?part=people", name: /^Thêm người$/, ...commune },
    ...{ action: "person.write", route: "POST /api/people" },
  },
  {
    ...{ path: "/admin?part=units", name: /^Sửa quy chế Xã Trà Sơn$/, ...commune },
    ...{ action: "regulation.write", route: "PUT /api/communes/:code/regulation" },
  },
  {
    ...{ path: "/admin?part=import", name: /^(Chạy thử|Nhập thật)$/, ...commune },
    ...{ action: "place.write", route: "POST /api/fleet/import" },
  },
  {
    ...{ path: "/admin?part=outlines", name: /^(Chạy thử|Nhập thật)$/, ...commune },
    ...{ action: "place.write", route: "POST /api/hamlet-outlines/import" },
  },
  ...["POST /api/communes/merge", "POST /api/hamlets/merge", "POST /api/hamlets/:id/split"].map(
    (route): Control => ({
      ...{ path: "/admin?part=merging", name: /^(Chạy thử|Thực hiện)$/, ...commune },
      ...{ action: "place.write", route },
    }),
  ),
  {
    ...{ path: "/admin?part=royalties", name: /^Thêm mức$/, ...commune },
    ...{ action: "target.write", also: "report.read", route: "POST /api/royalty-rates" },
  },
  {
    ...{ path: "/admin?part=lexicon", name: /^Thêm$/, ...commune },
    ...{ action: "message.write", route: "POST /api/lexicon" },
  },
  {
    ...{ path: "/admin?part=days", name: /^Thêm$/, ...commune },
    ...{ action: "calendar.write", route: "POST /api/holidays" },
  },
  {
    ...{ path: "/admin?part=days", name: /^Bỏ Ngày của tỉnh$/, ...above, id: "dayAbove" },
    ...{ action: "calendar.write", route: "DELETE /api/holidays/:id" },
  },
  {
    ...{ path: "/admin?part=days", name: /^Bỏ Ngày Văn hóa Việt Nam$/, ...centre },
    ...{ action: "calendar.write", route: "DELETE /api/holidays/:id" },
  },
  {
    ...{ path: "/admin?part=targets", name: /^Lưu$/, ...commune },
    ...{ action: "target.write", route: "POST /api/targets" },
  },
  {
    ...{ path: "/admin?part=backups", name: /^Sao lưu ngay$/, ...centre },
    ...{ action: "backup.write", route: "POST /api/backups" },
  },
  {
    ...{ path: "/start", name: /^Tạo đơn vị$/, ...centre },
    ...{ action: "place.write", also: "person.write", route: "POST /api/provinces" },
  },
];

/** Buttons and links that only show, lead on or put in order what is shown; and what everybody may do with what is their own. */
export const harmless: readonly RegExp[] = [
  /^(Đăng xuất|English|Tiếng Việt|Hướng dẫn|Trang kết quả công khai|Đăng xuất máy đó|Đổi người)$/,
  /^(Đóng|Thôi|Thử lại|Xem thêm|Mở nhật ký phát|In trang này|Tải số liệu gốc|Tải bảng mẫu)$/,
  /^(Tuần trước|Tuần sau|Tuần này|Hiện bản đồ|Ẩn bản đồ|Xem kỹ hoặc trả lại|Kiểm tra chuỗi)$/,
  /^(Tải CSV|Tải XLSX|Tải PDF|DOCX|PDF|XLSX|CSV|Xem bản gốc|Xem trang công khai|Nhật ký phát|Cụm loa)$/,
  /^(Điền vào phiếu|Xoá bản nháp|Hiện thêm|In hai trang A4|Còn .* lượt, xem thêm)$/,
  /^(Mở lịch: |Ẩn lời nhắc )/,
];

/** Writes that no screen offers by a button of its own, or only in a state that another test makes; the API refuses them all the same. */
export const beyond: readonly string[] = [
  "DELETE /api/people/:id/sessions/:session",
  "PATCH /api/people/:id",
  "POST /api/communes",
  "PATCH /api/communes/:code",
  "POST /api/hamlets",
  "PATCH /api/hamlets/:id",
  "POST /api/clusters",
  "DELETE /api/hamlets/:id/outline",
  "DELETE /api/lexicon/:id",
  "POST /api/demo-data",
  "DELETE /api/demo-data",
  "POST /api/library/import",
  "PATCH /api/messages/:id",
  "DELETE /api/clusters/:id/contact",
  "POST /api/broadcasts/check",
  "POST /api/broadcasts/:id/reject",
  "POST /api/broadcasts/:id/all-clear",
  "POST /api/broadcasts/:id/check",
  "POST /api/messages/:id/wish/grant",
  "POST /api/make-good/:occurrence/dismiss",
  "POST /api/quarantine/:agent/release",
  "POST /api/alerts",
  "POST /api/alert-keys",
  "POST /api/alert-keys/:kid/approve",
  "DELETE /api/alert-keys/:kid",
  "POST /api/deadline-rules",
  "DELETE /api/deadline-rules/:id",
  "POST /api/campaigns",
  "PATCH /api/campaigns/:id",
  "DELETE /api/campaigns/:id",
  "POST /api/communes/:code/calendar-feeds",
  "DELETE /api/calendar-feeds/:id",
  "POST /api/calendar/import",
];

/** Asks with a body that change nothing: whoever may read may ask. */
export const reading: readonly string[] = ["POST /api/reach/coverage"];
