import { inLanguage } from "./text.ts";

const vi = {
  time: "1. Giờ của đài",
  timeAbout: (clock: string, date: string) => `Máy chủ đang là ${clock}, ngày ${date}.`,
  timeWell: "Máy này và máy chủ cùng giờ.",
  timeWrong: (seconds: string) =>
    `Máy này lệch ${seconds} giây so với máy chủ. Xem lại giờ của máy chủ trước khi lên lịch.`,
  who: "2. Người dùng",
  whoAbout: (name: string) =>
    `Bạn đang dùng tài khoản quản trị “${name}”. Bản tin cần người khác duyệt: thêm ít nhất một người duyệt.`,
  whoAdd: "Thêm người",
  demo: "Thử với dữ liệu mẫu",
  demoAbout:
    "Một xã mẫu có mã 99999 với bốn thôn, bốn cụm loa và mười bản tin. Mọi tên đều ghi là mẫu; nhật ký phát và số tiếp cận để trống tới khi có thiết bị phát thật. Xoá được lúc nào cũng được.",
  demoLoad: "Nạp dữ liệu mẫu",
  demoRemove: "Xoá dữ liệu mẫu",
  demoGone: "Đã xoá xã mẫu. Bản tin mẫu và nhật ký đã ghi vẫn còn.",
  demoProgress: (n: number, of: number) => `Đã đọc xong ${n}/${of} bản tin mẫu`,
  demoHere: "Xã mẫu đã sẵn sàng. Ghi danh một thiết bị, rồi duyệt và phát một bản tin.",
  own: "3. Đơn vị của bạn",
  many: "Có sẵn bảng xã, thôn, cụm loa? Nhập cả bảng, chạy thử trước khi lưu.",
  import: "Nhập bảng",
  board: "5. Thiết bị đầu tiên",
  boardAbout:
    "Mở một cụm loa để tạo mã ghi danh. Chưa có thiết bị thật thì chạy thiết bị ảo trên máy bất kỳ có Vang Xa; loa ảo ghi âm thanh ra tệp:",
  boardOpen: "Chọn cụm loa",
  air: "6. Bản tin đầu tiên",
  airAbout: "Duyệt một bản tin trong Thư viện rồi lên lịch, hoặc tự soạn.",
  airOpen: "Mở Thư viện",
};

const en: typeof vi = {
  time: "1. The station's time",
  timeAbout: (clock, date) => `The server says ${clock}, ${date}.`,
  timeWell: "This device and the server agree.",
  timeWrong: (seconds) =>
    `This device is ${seconds} seconds off the server. Look at the server's clock before planning.`,
  who: "2. People",
  whoAbout: (name) =>
    `You are the administrator “${name}”. A message needs another person's approval: add an approver.`,
  whoAdd: "Add a person",
  demo: "Try with demo data",
  demoAbout:
    "A demo commune with the code 99999, four hamlets, four clusters and ten messages. Every name says so; log and reach stay empty until a board has really played. It can be removed at any time.",
  demoLoad: "Load demo data",
  demoRemove: "Remove demo data",
  demoGone: "The demo commune is gone. Its messages and what was logged stay.",
  demoProgress: (n, of) => `${n}/${of} messages are spoken`,
  demoHere: "The demo commune is ready. Claim a board, then approve and air a message.",
  own: "3. Your unit",
  many: "You have communes, hamlets and clusters as a table? Import it, with a dry run first.",
  import: "Import a table",
  board: "5. The first board",
  boardAbout:
    "Open a cluster to make a claim code. Without a real board, run a virtual one on any computer with Vang Xa; its loudspeaker writes the sound to a file:",
  boardOpen: "Choose a cluster",
  air: "6. The first message",
  airAbout: "Approve a message in the library and plan it, or write your own.",
  airOpen: "Open the library",
};

export const words = inLanguage(vi, en);
