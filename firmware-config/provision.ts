import type { BoardProfile } from "./board.ts";

/** What a board is told when it is set up; each value stands in a unit file, so it holds no space, quote, `$` or `%`. */
export interface Provision {
  readonly controller: string;
  readonly claim: string;
  /** Options of `vangxa agent`, as it takes them. */
  readonly sink: string;
  readonly listen?: string | undefined;
  readonly serial?: { readonly path: string; readonly profile: BoardProfile } | undefined;
}

export interface MadeFile {
  readonly name: string;
  readonly mode: number;
  readonly text: string;
}

/** Whether a value can stand in a unit file as it is. */
export const isPlain = (value: string): boolean => /^[\w@+=:,./~[\]-]{1,300}$/.test(value);

const CLAIM = "VANGXA_CLAIM";
const HOME = "/opt/vangxa";
const ETC = "/etc/vangxa";
const DATA = "/var/lib/vangxa";

/** The files of one board, for `install.sh` beside them and `agent.mjs` to be run as root there. */
export function filesFor(board: Provision): readonly MadeFile[] {
  const { serial } = board;
  return [
    { name: "vangxa-agent.service", mode: 0o644, text: unit(board) },
    // The claim code lets whoever has it be this board, until it was used.
    { name: "agent.env", mode: 0o600, text: `${CLAIM}=${board.claim}\n` },
    ...(serial ? serialFiles(serial) : []),
    { name: "install.sh", mode: 0o755, text: install(board) },
  ];
}

function optionsOf({ controller, sink, listen, serial }: Provision): string {
  return [
    ...["--data", DATA, "--controller", controller, "--claim", `$\{${CLAIM}}`, "--sink", sink],
    ...(listen ? ["--listen", listen] : []),
    ...(serial ? ["--serial", serial.path, "--board", `${ETC}/board.json`] : []),
  ].join(" ");
}

const unit = (board: Provision): string => `[Unit]
Description=Vang Xa
Wants=network-online.target
After=network-online.target sound.target time-sync.target

[Service]
User=vangxa
SupplementaryGroups=audio dialout
EnvironmentFile=${ETC}/agent.env
ExecStart=/usr/bin/node ${HOME}/agent.mjs ${optionsOf(board)}
Restart=always
RestartSec=5
TimeoutStopSec=10
# The sound goes before everything else on the board.
LimitNICE=-15
NoNewPrivileges=yes
ProtectSystem=strict
ProtectHome=yes
PrivateTmp=yes
StateDirectory=vangxa
StateDirectoryMode=0700

[Install]
WantedBy=multi-user.target
`;

function serialFiles({ path, profile }: NonNullable<Provision["serial"]>): readonly MadeFile[] {
  const device = path.replace(/^\/dev\//, "");
  const rule = `SUBSYSTEM=="tty", KERNEL=="${device}", GROUP="dialout", MODE="0660"\n`;
  return [
    { name: "board.json", mode: 0o644, text: `${JSON.stringify(profile, null, 2)}\n` },
    { name: "99-vangxa.rules", mode: 0o644, text: rule },
    { name: "DAU-DAY.txt", mode: 0o644, text: wiring(path, profile) },
  ];
}

function wiring(path: string, { name, baudRate, relay, meter }: BoardProfile): string {
  const lines = [
    `Bo mạch ${name} trên ${path}, ${baudRate} baud, 8N1.`,
    "",
    "Ngắt điện 220 V trước khi đấu. Người đấu phải được phép làm điện.",
    "1. Nối đường tín hiệu (A-A, B-B, đất chung; hoặc TX-RX chéo) từ cổng tới bo mạch.",
  ];
  if (relay)
    lines.push(
      "2. Dây nóng của amply đi qua tiếp điểm thường hở (COM, NO) của rơ-le: mất điện bo mạch thì amply tắt.",
      `   Sau khi đóng rơ-le chương trình chờ ${relay.warmUp} ms rồi mới phát.`,
      "   Nên chọn rơ-le tự mở khi không nghe lệnh quá vài giây.",
    );
  if (meter)
    lines.push(
      "3. Đồng hồ đo điện của riêng amply: vòng dòng ôm dây nóng SAU rơ-le, đầu áp nối cùng pha.",
      `   Số đang dùng: tắt dưới ${meter.offWatts} W, im ${meter.idleWatts} W, phát thêm ít nhất ${meter.riseWatts} W.`,
      `   Đo amply thật rồi sửa ba số đó trong ${ETC}/board.json.`,
    );
  return `${[...lines, "", "Xong: dừng dịch vụ và chạy vangxa doctor (lệnh ở cuối install.sh)."].join("\n")}\n`;
}

function install(board: Provision): string {
  const { sink, listen, serial, controller } = board;
  const doctor = [
    ...["--data", DATA, "--controller", controller, "--sink", sink],
    ...(listen ? ["--listen", listen] : []),
    ...(serial ? ["--serial", serial.path, "--board", `${ETC}/board.json`] : []),
  ].join(" ");
  return `#!/bin/sh
# Chạy bằng quyền root trên bo mạch, trong thư mục có agent.mjs và các tệp này.
set -eu
cd "$(dirname "$0")"
test -f agent.mjs || { echo "[agent-missing] Thiếu agent.mjs: chép tệp dist/agent.mjs vào thư mục này." >&2; exit 1; }
command -v node >/dev/null || { echo "[node-missing] Chưa có Node 20: hãy cài trước." >&2; exit 1; }
id vangxa >/dev/null 2>&1 || useradd --system --home-dir ${DATA} --shell /usr/sbin/nologin vangxa
install -d -m 0755 ${HOME} ${ETC}
install -m 0644 agent.mjs ${HOME}/agent.mjs
install -m 0600 agent.env ${ETC}/agent.env
${serial ? `install -m 0644 board.json ${ETC}/board.json\ninstall -m 0644 99-vangxa.rules /etc/udev/rules.d/99-vangxa.rules\nudevadm control --reload 2>/dev/null || true\n` : ""}install -m 0644 vangxa-agent.service /etc/systemd/system/vangxa-agent.service
systemctl daemon-reload
systemctl enable --now vangxa-agent.service
echo "Xong. Kiểm tra máy (dừng dịch vụ trước):"
echo "  systemctl stop vangxa-agent && sudo -u vangxa node ${HOME}/agent.mjs doctor ${doctor}; systemctl start vangxa-agent"
`;
}
