//! The words that say what the number, code or name beside them is. A space in a word is written `_`.

use super::mark::Cue::{self, *};

pub const KOREAN: &[(Cue, &str)] = &[
    (
        Phone,
        "전화번호 휴대폰번호 휴대폰_번호 핸드폰_번호 핸드폰번호 휴대전화 휴대폰 핸드폰 연락처 전화 폰번호 폰번 폰은 폰_번호 전번 내_번호 제_번호 제번호 내번호 \
         엄마_번호 아빠_번호 집전화 직통 수신번호 안심번호 문자로 문자는 번호_불러 번호_남 번호로_연락 번호로_전화 번호로_문자 번호_드 우리집_번호 010번호 카톡_번호 텔레그램 \
         팩스번호 콜백 회신_번호 회신번호 제_폰 번호는 번호가 남편_번호 아내_번호 와이프_번호",
    ),
    (Email, "이메일 메일주소 메일_주소 메일 이멜 멜주소"),
    (
        Address,
        "주소는 주소가 주소: 주소_ 배송지 수거지 배달지 받는곳 받는_곳 보내실_곳 보내실곳 집은 집이 저희집 저희_집 우리집 우리_집 사는_곳 자택 본가 이사 반품지 수령지 도로명",
    ),
    (Card, "카드번호 카드_번호 신용카드 체크카드 카드 카번 비자 마스터카드 아멕스 결제카드 법인카드"),
    (Account, "계좌번호 계좌_번호 환불계좌 입금계좌 급여계좌 계좌 입금할_곳 입금처 통장번호 통장_번호 가상계좌 출금계좌"),
    (
        Bank,
        "국민은행 우리은행 신한은행 하나은행 기업은행 농협은행 카카오뱅크 토스뱅크 케이뱅크 새마을금고 산업은행 수협은행 대구은행 부산은행 경남은행 광주은행 전북은행 제주은행 \
         씨티은행 국민 신한 하나 농협 수협 우체국 신협 카뱅 토스 케뱅 기업 우리 sc제일은행 sc제일 제일은행 외환은행 ibk kb nh im뱅크 저축은행 증권계좌 은행",
    ),
    (
        Resident,
        "주민등록번호 주민번호 주민_번호 주번 주민등록_번호 주민등록 민번 외국인등록번호 외국인_등록번호 등록번호 외등번호 외국인번호 주민_등록번호 거소신고번호",
    ),
    (Passport, "여권번호 여권_번호 여권"),
    (Licence, "운전면허번호 운전면허증_번호 면허번호 운전면허증 운전면허 면허증번호 면허증"),
    (
        Order,
        "주문내역 주문코드 주문_코드 주문넘버 오더 오더번호 예약_코드 고객코드 신청번호 신청_번호 처방번호 진료번호 차트번호 마일리지번호 마일리지_번호 스카이패스 발권번호 바우처 납부번호 전자납부번호 고지서번호 사용자번호 사용계약번호 고객_id 회원_id 회원id 건번호 발주번호 배송_번호 택배_송장 운송_번호 결제_번호 거래_번호 수거번호 회수번호 주문서 주문서번호 보험번호 계약_번호 증권_번호 티켓_번호 확인_번호 as번호 as_번호 서비스번호 등기_번호 멤버쉽 멤버쉽번호 탑승권 좌석예약 pnr 예약은 예약건 결제코드 승인_번호 문의_번호 고객식별번호 가입자번호 주문번호 주문_번호 주문 송장번호 송장_번호 송장 운송장번호 운송장_번호 운송장 예약번호 예약_번호 예약 접수번호 접수_번호 접수 예매번호 예매_번호 예매 인보이스 청구서번호 청구번호 \
         회원번호 회원_번호 멤버십번호 멤버십_번호 멤버십 고객번호 고객_번호 등기번호 등기 배송번호 통관번호 이티켓 항공권 티켓번호 티켓 확인번호 문의번호 결제번호 거래번호 승인번호 \
         계약번호 증권번호 택배번호 택배_번호 픽업번호 예약코드 수리번호 rma 적립번호 고객 주문은 쿠폰번호 가입번호 학번 수험번호 환자번호 영수증번호 구매번호 반품번호 교환번호 상담번호",
    ),
    (
        Name,
        "제_이름 수령인은 주문자는 예약자는 신청자는 입금자는 예금주는 명의는 보내는_사람 보내는_분 보내는분 받으실_분 받는이 수신인 접수자 접수자명 등록자 투숙객 투숙자 대리인 가입자명 회원명 고객명 이름 제_이름은 이름은 이름이 이름: 이름_ 성함은 성함이 성함 성명 예금주명 예금주 명의자 명의 수령인 수취인 받는_사람 받는사람 받는분 받는_분 입금자명 입금자 신청자명 신청자 신청인 계약자명 \
         계약자 보호자 예약자명 예약자 주문자명 주문자 가입자 대표자 담당자명 환자명 탑승자 구매자",
    ),
    (
        Password,
        "현관 현관문 세대현관 보안문자 보안코드 승인코드 자물쇠 키패드 락커 라커 사물함 택배함 무인택배함 출입문 cvc cvv 로그인코드 인증_코드 확인코드 초기비번 초기_비번 pw 핀코드 비밀코드 임시비번 임시_비번 아이디/비번 계정비번 잠금번호 잠금_번호 6자리_코드 코드 비밀번호 비밀_번호 비번 임시비밀번호 임시_비밀번호 현관비번 현관_비밀번호 현관_비번 공동현관 도어락 암호 인증번호 인증_번호 인증코드 인증_코드 패스워드 핀번호 핀_번호 pin번호 보안코드 보안카드 \
         otp번호 번호키 와이파이_비번 와이파이_비밀번호 접속코드 출입번호 출입코드 로그인번호 패스코드",
    ),
    (
        Public,
        "고객만족센터 ars 매표소 관리사무소 본사 안내데스크 프런트 예약센터 콜택시 대표 상담원 민원실 공식_번호 고객센터 고객_센터 대표번호 대표_번호 대표전화 콜센터 상담센터 서비스센터 대표_전화 무료전화 매장_번호 매장번호 회사_번호 매장_전화 상담전화",
    ),
    (
        Other,
        "품번 상품번호 상품코드 상품_코드 제품번호 모델명 모델번호 모델 바코드 부품번호 제조번호 시리얼넘버 시리얼번호 시리얼_넘버 일련번호 사업자등록번호 사업자번호 사업자_번호 특허번호 특허 \
         신고번호 신고_제 버전 빌드 에러코드 오류코드 오류 에러 로또 번호표 좌표 우편번호 통신판매업 지역번호 허가번호 인증 논문 lot 조회수 팔로워 순위 점수 가격 환율 매출 주가 조건 유통기한 번호판 \
         법 펌웨어 차량번호 종목코드 게이트 편성 열차 재고 기사번호 허가 품목번호 디데이 공고 사건번호 고시",
    ),
];

pub const JAPANESE: &[(Cue, &str)] = &[
    (
        Phone,
        "電話番号は 電話は 携帯は 携帯の番号 新しい番号 連絡用 日中の連絡先 自宅は 固定電話 家電 家の電話 お電話 電話番号 電話 携帯番号 携帯電話 携帯 折り返し スマホの番号 連絡先 tel 直通 かけ直し 私の番号 うちの番号 番号は 自宅の番号 ケータイ 実家の番号 fax sms ファックス 掛け直し 連絡は 本人の番号",
    ),
    (Email, "メールアドレス メアド メール eメール アドレス"),
    (
        Address,
        "住所 宛先 届け先 送り先 お届け先 住まい 実家 自宅 住んで 届け 宛に 送って 送付先 返送 部屋は 新居 引っ越し先 転居先 配送先 に住 配達先 引越し先",
    ),
    (Card, "カード番号 クレジットカード クレカ番号 クレカ カード クレジット デビットカード デビット"),
    (
        Account,
        "口座番号 普通預金口座 普通預金 普通口座 普通 当座預金 当座 貯蓄預金 貯蓄 口座 記号 振込先 返金先 番号(店番 貯金口座 総合口座 通帳",
    ),
    (Bank, "銀行 信用金庫 信金 信用組合 ゆうちょ 農協 支店 労働金庫 労金"),
    (Passport, "パスポート番号 パスポート 旅券番号 旅券"),
    (
        Licence,
        "運転免許証番号 運転免許証 運転免許 免許証番号 免許証 免許の番号 免許番号 免許 在留カード番号 在留カード 保険証番号 基礎年金番号 年金番号 健康保険証 被保険者番号",
    ),
    (
        MyNumber,
        "マイナンバー マイナンバーカード マイナンバーの番号 個人番号カード 個人番号 マイナ番号 マイナカード マイナ my_number_card_says my_number mynumber my-number マイ・ナンバー",
    ),
    (
        Order,
        "注文の番号 予約の番号 お客様コード 顧客id 会員カード 会員コード 決済no 受付no 受付id 修理受付番号 出荷番号 宅配番号 送状番号 お届け番号 ご予約no 便名予約 座席予約 搭乗券 eチケット eチケット番号 マイレージ番号 マイル番号 診察番号 処方箋番号 検針番号 使用者番号 お得意様番号 問合番号 照会番号 取引no オーダーid オーダーno 返品番号 定期券番号 払込番号 加入者番号 保険証券番号 引換番号 引換券番号 申請番号 案件番号 ケース番号 注文番号 ご注文番号 注文no 注文id 注文 オーダー番号 オーダー 予約番号 ご予約番号 予約id 予約no 予約 追跡番号 追跡 荷物番号 伝票番号 伝票 送り状番号 送り状 お問い合わせ番号 お問合せ番号 問い合わせ番号 問合せ番号 \
         会員番号 会員id 会員証 会員no 会員 受付番号 整理番号 請求書番号 請求書no 請求書 お客様番号 お客さま番号 お客様id 顧客番号 領収書番号 領収書 チケット番号 チケット 申込番号 申し込み番号 \
         受験番号 学籍番号 学籍 宿泊番号 お届け先コード 供給地点特定番号 契約番号 契約者番号 確認番号 発注番号 配送番号 荷物 お荷物番号 取引id 取引番号 管理番号 診察券番号 診察券 証券番号 便の予約 配達番号 ナンバーは ポイントカード番号 \
         ポイントカード 利用者番号 購入番号 決済番号 決済id 承認番号 修理番号 登録番号 シリアルコード ギフトコード",
    ),
    (
        Name,
        "本名は 本名 お届け先名 予約名 予約名は ご契約者 受取人名 送り主 依頼主 ご依頼主 署名 当方 本人名義 宿泊者名 搭乗者名 会員名 利用者名 氏名: 姓名 姓名は 私の名前は 名前は お名前は 名前が 名前: 名前_ 名義人は 名義人 名義は 名義が 名義 氏名は 氏名 宛名は 宛名が 宛名 契約者は 契約者名 契約者 受取人は 受取人 予約者名 予約者 姓は 名は お名前 予約した人の名前 \
         振込人名義 振込名義 口座名義 申込者 保護者 届け先氏名  扶養は カナ氏名 差出人 フリガナ ふりがな 担当は",
    ),
    (
        Password,
        "ドアコード cvv cvc 宅配ボックス 第二パスワード 旧パスワード 新パスワード pw ログインコード ログインpw 仮パスワード 仮パス 解錠コード パスワ 秘密の質問 ワンタイム otp pin キーパッド 玄関の暗証 玄関の番号 ロッカーの番号 ロッカー コード パスワード パスコード ログインパス パス 初期パスワード 暗証番号 暗証 ワンタイムコード ワンタイムパスワード 認証コード 認証番号 確認コード 合言葉 秘密の言葉 桁コード さっき来たコード 来たコード 金庫の番号 \
         会議のパスコード pinコード pin番号 セキュリティコード wi-fiのパス 解錠番号 解除コード ドアの暗証 ロックの番号 鍵の番号 キーコード 開錠番号 オートロック 届いたコード",
    ),
    (
        Public,
        "本社 予約センター 支店の番号 公式サイトの 代表電話 案内所 受付の電話 コールセンタ フリーコール 店舗の番号 本部 サポート窓口 コールセンター 窓口 フリーダイヤル ナビダイヤル お客様センター カスタマーセンター 公式の番号 お客様相談室 代表番号 店の番号 店舗の電話 お店の電話 相談窓口 サポートの",
    ),
    (
        Other,
        "型番 品番 製造番号 商品番号 商品コード 製品番号 シリアル番号 シリアル バーコード janコード jan 抽選番号 バージョン エラーコード エラー ロト 番号札 座席 届け出番号 届出番号 許可番号 特許 ファームウェア ver lot \
         ロット 法人番号 色コード フレンドコード 運行番号 系統 緯度 経度 北緯 東経 株価 国道 登録商標 書籍 号機 管理コード 部品番号 mac ipアドレス qrコード ポイント 残高 フォロワー",
    ),
];

pub const ENGLISH: &[(Cue, &str)] = &[
    (
        Phone,
        "call_or_text text_me txt_me ring_us call_us_back my_tel my_phone my_mobile my_number phone_is number_is digits number_for_me whats_app whatsapp_me signal telegram ph_no cell_no daytime_number evening_number work_phone home_phone phone_number phone_no phone telephone tel mobile_number mobile mob mob_no cell cellphone cell_number call_me call whatsapp txt text ring ring_me my_number_is reach_me reach ph ph# landline voicemail fax callback \
         call-back call_back contact_number contact_no contact_me dial rang phoned sms handphone my_cell home_number work_number tlf local",
    ),
    (Email, "email e-mail mail email_address gmail inbox login"),
    (
        Address,
        "address my_address live_at i_live living_at deliver_to delivered_to ship_to shipping_to send_to sent_to send_it_to mail_to mail_it_to post_to part_to post_it_to deliver deliver_it_to letters_go_to \
         moved_from moved_to 1st_line first_line mine_is home_is house_is i'm_at im_at addr delivery_address billing_address home_address postcode zip zip_code collect_from pick_up_from pickup_from come_to residence resides_at we_live we're_at",
    ),
    (
        Card,
        "card_number card_no card credit_card debit_card visa mastercard amex american_express discover jcb diners visa_debit visa_card cc_number cc cc_no cards maestro",
    ),
    (
        Account,
        "account_is acct_is bank_details my_account_no swift_code ifsc account_nr transit_number iban_number checking_account savings_account current_account account_number account_no account acct acct_no acct_number acc_no acc_number bank_account bank_acct a/c sort_code sort routing_number routing iban bsb aba swift giro wired from_account nl_account checking savings",
    ),
    (
        Resident,
        "nhs_number nhs_no nhs medicare_number medicare tfn tax_file_number green_card alien_number a-number pps_number ppsn aadhaar national_id_number id_card ssn social_security_number social_security_no social_security my_social social ni_number nino national_insurance_number national_insurance_no national_insurance itin sin tax_id tin national_id id_number",
    ),
    (Passport, "passport_number passport_no passport pass_no my_id visa_number"),
    (
        Licence,
        "driver's_licence driver's_license drivers_licence drivers_license driving_licence driving_license licence_number license_number licence_no license_no licence license dl_number dl_no voter_id",
    ),
    (
        Order,
        "order_# order# job our_ref your_ref parcel_number parcel_no parcel_id delivery_number delivery_ref delivery_no delivery_id collection_code pickup_code pick-up_code pickup_number collection_number subscriber_number subscriber subscription_id subscription complaint_ref complaint_number complaint_no complaint crime_ref crime_reference returns_number return_ref returns_ref repair_number repair repair_no warranty_number warranty season_ticket library_card tkt bkg resv res rewards_number rewards_card rewards clubcard points_card nectar avios air_miles mileage_number meter_point mpan mprn supply_number user_id uid client_number client_no client_id prescription prescription_number hospital_number shipment_number shipping_number despatch dispatch_number label_number barcode_on_my locker request_number request_id request_no sr service_request enquiry_number enquiry_ref enquiry query_number application_number application_no application_ref application vehicle_ref ref# case# ticket# claim# booking# tracking# invoice# account_ref_no purchase_number purchase_id purchase_no payment_ref payment_reference payment_id remittance statement_no bill_number bill_no roll_number exam_number candidate_number seat_reservation boarding_pass sequence_number e-ticket_number eticket webshop_order order_confirmation my_order my_booking member membership_card pass_number passholder customer_account supplier_number donor_number file_number file_no lease_number order_number order_no order order_id order_nr order_ref ordr_nmbr ordr ord booking_ref booking_reference booking_number booking_id booking ref reference reference_number ref_no confirmation confirmation_number confirmation_code \
         confirmation_no conf# conf conf_no tracking_number tracking_no tracking_id tracking trk reservation_number reservation reservation_no reservation_code ticket_number ticket_no ticket_id ticket case_number case_no case_id case claim_number claim claim_no invoice_number invoice \
         invoice_no inv policy_number policy policy_no contract_no contract_number contract membership_number membership_no membership membership_id member_number member_no member_id loyalty_number loyalty_card loyalty frequent_flyer frequent_flyer_number pnr record_locator patient_no \
         patient_number student_no student_number student_id consignment consignment_number parcel waybill gift_card_code gift_card voucher gas_acct electric_acct water_acct gas_account electricity_account customer_number customer_no \
         customer_id customer_ref transaction_id transaction txn tx_ref receipt receipt_no return_number rma shipment shipment_id e-ticket itinerary incident_number incident employee_id booking_code docket job_number job_no quote_number enrolment_number \
         registration_number utility_account account_ref locator airbill awb po_number purchase_order",
    ),
    (
        Name,
        "my_name is_name my_name_is my_name's name's name: name_is full_name account_name account_holder acct_holder cardholder_name cardholder holder receiver recipient addressee reservation_under under_the_name under_the_name_of booked_under booking_under it's_under \
         in_the_name_of made_out_to asked_for ask_for pay_to payable_to ticket_for attn this_is deliver_to ship_to mail_it_to name_on_it is_under beneficiary payee passenger contact_name signed_by patient_name care_of my_mum my_mom my_dad my_wife my_husband my_son my_daughter for_dr name",
    ),
    (
        Password,
        "combination keypad key_safe keysafe padlock passphrase wifi_key wifi wi-fi sign-in_code signin_code key_code entry_phone digit_code otp_code sms_code confirmation_pin voicemail_pin card_pin recovery_code backup_code 2fa memorable_word secret_word security_answer log-in_code one-time_passcode temp_pass temp_pw code cvv2 pin_is passkey door gate pass_phrase password passwords passcode passwd pass_code pwd pw pass pin pin_code my_pin pin_number otp one_time_code one-time_code one_time_password one-time_password one_time_passcode verification_code security_code the_code code's code alarm_code gate_code door_code temporary_password temp_password \
         wifi_pass wifi_password wi-fi_password access_code entry_code login_code 2fa_code auth_code reset_code unlock_code lockbox_code cvv cvc",
    ),
    (
        Public,
        "your_number your_line the_line premium_rate switchboard head_office reception_desk front_desk complaints_line bookings_line crisis_line your_website your_site call-centre call-center customer_care support_number store_number shop_number helpline hotline customer_service call_centre call_center freephone toll-free toll_free toll_free_number support_line customer_services help_line enquiries leaflet",
    ),
    (
        Other,
        "model serial serial_number serial_no batch lot lot_no sku article barcode isbn issn ean upc asin version build firmware error error_code version_number part_no part_number unit size size_chart coordinates level rank build_number driver patent item item_no \
         item_number article_number grid_ref bluetooth hex postcode_lottery gtin mac imei vin plate reg channel room row seat seats bus route junction chapter page score section rule rev ranked press gift_card_balance followers views error_no p/n zip_file android ios promo_code promo discount_code coupon discount coupon_code \
         status http exit referral_code country_code area_code dress_code source_code qr_code cheat_code morse_code",
    ),
];
