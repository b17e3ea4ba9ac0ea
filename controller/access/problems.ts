import type { ProblemText } from "../problem-text.ts";

export const accessProblems = {
  "wrong-login": {
    status: 401,
    vi: "Tên đăng nhập hoặc mật khẩu không đúng.",
    hint: "Kiểm tra phím Caps Lock và bộ gõ tiếng Việt rồi nhập lại.",
    en: "Wrong user name or password.",
  },
  "wrong-password": {
    status: 403,
    vi: "Mật khẩu hiện tại không đúng.",
    hint: "Nhập mật khẩu đang dùng để đổi sang mật khẩu mới.",
    en: "The current password is wrong.",
  },
  "too-many-logins": {
    status: 429,
    vi: "Đã thử mật khẩu quá nhiều lần cho tài khoản này.",
    hint: "Chờ 15 phút, hoặc đăng nhập từ máy bạn vẫn dùng.",
    en: "Too many password attempts for this account.",
  },
  "weak-password": {
    status: 422,
    vi: "Mật khẩu quá dễ đoán.",
    hint: "Dùng ít nhất 12 ký tự, không chứa tên đăng nhập; một câu ngắn dễ nhớ là tốt nhất.",
    en: "The password is too weak.",
  },
  "username-taken": {
    status: 409,
    vi: "Tên đăng nhập này đã có người dùng.",
    hint: "Chọn tên khác.",
    en: "The user name is taken.",
  },
  "role-too-high": {
    status: 403,
    vi: "Bạn không thể cấp hoặc thu vai trò ở nơi ngoài quyền của mình.",
    hint: "Nhờ quản trị viên cấp trên.",
    en: "You cannot grant or take roles outside your own place.",
  },
  "last-administrator": {
    status: 409,
    vi: "Đây là quản trị viên cuối cùng của toàn hệ thống.",
    hint: "Cấp vai trò quản trị cho người khác trước.",
    en: "This is the last administrator.",
  },
} as const satisfies Record<string, ProblemText>;
