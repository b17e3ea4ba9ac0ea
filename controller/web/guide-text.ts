/** Hướng dẫn cho cán bộ: the same words on the screen, on paper and in docs. */
export const guide = {
  title: "Hướng dẫn hai trang",
  about: "In ra, treo cạnh máy. Mỗi việc vài bước.",
  print: "In hai trang A4",
  parts: [
    {
      head: "1. Phát một bản tin",
      steps: [
        "Bấm Soạn tin. Ghi tiêu đề, chọn chủ đề, gõ lời đọc (hoặc tải tệp ghi âm).",
        "Bấm Nghe thử. Nghe hết, xem dòng “Sẽ đọc là”: số hiệu văn bản, ngày tháng, tên riêng đã đúng chưa.",
        "Chọn nơi phát: cả xã, từng thôn, hoặc từng cụm loa. Đọc dòng tổng: bao nhiêu cụm, bao nhiêu hộ.",
        "Chọn khi nào: ngay sau khi duyệt, một giờ nhất định, lặp lại, hoặc buổi phát tới.",
        "Bấm Gửi duyệt. Người khác mở Thư viện, nghe lại rồi bấm Duyệt. Người viết không tự duyệt.",
        "Mở Hôm nay: thấy “đã tải về 14/14 cụm” trước giờ phát, “đang phát” trong lúc phát, và kết quả sau khi phát.",
      ],
    },
    {
      head: "2. Tin khẩn cấp",
      steps: [
        "Bấm nút đỏ KHẨN CẤP ở đầu trang. Chọn bản tin khẩn cấp đã duyệt, ghi tình huống, người ra lệnh, số lệnh.",
        "Bấm Xem hậu quả và xác nhận. Đọc số cụm, số hộ; gõ chữ PHÁT rồi bấm Phát ngay.",
        "Nhìn bảng xác nhận từng cụm. Cụm nào chưa xác nhận thì gọi điện cho thôn đó.",
        "Phát nhầm: bấm Huỷ lệnh. Hết tình huống: phát báo yên.",
        "Tập trước: chọn Diễn tập. Chỉ cụm ở chế độ diễn tập mới kêu, và nói rõ là diễn tập.",
      ],
    },
    {
      head: "3. Mỗi sáng, một phút",
      steps: [
        "Mở Hôm nay. Dòng cảnh báo ở đầu trang nói việc cần làm: cụm mất kết nối, tin chờ duyệt, lượt cần phát bù.",
        "Mở Cụm loa, lọc “Mất kết nối hơn 24 giờ”. Gọi người trông cụm: có điện không, có sóng không.",
        "Sửa xong: mở cụm, bấm Phát thử 3 giây, rồi ghi một dòng ở Ghi chú sửa chữa.",
        "Tỉnh gửi bản tin xuống: đọc ở Hôm nay, bấm Nhận và lên lịch, hoặc Không nhận kèm lý do.",
      ],
    },
    {
      head: "4. Dời lịch, dừng, phát bù, nói trực tiếp",
      steps: [
        "Dời: mở Lịch phát, kéo ô sang giờ mới, hoặc mở ô và nhập giờ. Lịch lặp lại thì chọn chỉ lần này, từ lần này về sau, hay tất cả.",
        "Dừng: mở Hôm nay, bấm Dừng ở bản tin đang phát. Dừng thì một người là đủ.",
        "Phát bù: mở Hôm nay, phần Cần phát bù, bấm giờ được gợi ý.",
        "Ô có khoá là bản tin ưu tiên của cấp trên: xã xếp thứ tự, không bỏ được.",
        "Nói trực tiếp (người duyệt): mở Thêm, Nói trực tiếp; chọn nơi phát, ghi nội dung, bấm Bắt đầu nói; xong bấm Kết thúc. Buổi nói được ghi vào Thư viện.",
      ],
    },
    {
      head: "5. Chứng minh và báo cáo",
      steps: [
        "Nhật ký phát: mỗi lần phát trên mỗi cụm một dòng. Mở dòng để xem bằng chứng. Kiểm tra chuỗi: không ai sửa được mà không lộ.",
        "Tiếp cận: bao nhiêu hộ đã được nghe, mỗi hộ một lần; vạch đứng là chỉ tiêu. Cầu nối FM ghi “không đo được” và không tính.",
        "Báo cáo: chọn kỳ, xem trước, tải DOCX. Trước 20/6 và 20/12: xem số, viết khó khăn và đề xuất, rồi Chốt báo cáo. Đã chốt thì không đổi.",
        "Công khai kết quả: bà con xem ở trang ket-qua của đài, không cần đăng nhập.",
      ],
    },
    {
      head: "6. Khi có trục trặc",
      steps: [
        "“Mất kết nối với đài”: loa vẫn phát theo lịch đã nhận. Đợi mạng; bản nháp còn trên máy. Tin khẩn không bao giờ tự xếp hàng: phải thấy xác nhận.",
        "Loa từ chối phát: đọc lý do trong Nhật ký phát (giờ yên tĩnh, quá giới hạn, chưa tải đủ âm thanh).",
        "Âm thanh rè, nhỏ: mở cụm, chỉnh âm lượng; vẫn rè thì ghi chú và báo kỹ thuật.",
        "Quên mật khẩu: nhờ quản trị viên đặt lại. Nghi có người dùng tài khoản: mở Thêm, đăng xuất máy đó.",
        "Gọi hỗ trợ: đọc mã lỗi in dưới thông báo, tên cụm và giờ xảy ra.",
      ],
    },
  ],
} as const;
