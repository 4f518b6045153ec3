// Amounts as people say them: "사백이십만 원", "4천2백", "1억 2천" -> a whole number of won.

const DIGITS = { 영: 0, 공: 0, 일: 1, 이: 2, 삼: 3, 사: 4, 오: 5, 육: 6, 륙: 6, 칠: 7, 팔: 8, 구: 9 };
const SMALL = { 십: 10, 백: 100, 천: 1_000 };
const LARGE = { 만: 10_000, 억: 100_000_000, 조: 1_000_000_000_000 };

/** The number that a spoken or mixed Korean amount names; null when it is none. */
export function spokenNumber(text) {
  const plain = text.normalize("NFKC").replace(/[\s,]|원$|원입니다|이요|요$|입니다/g, "").replace(/원$/, "");
  if (plain === "") return null;
  let total = 0;
  let section = 0;
  let digits = "";
  let bound = Infinity;
  let any = false;
  for (const sign of plain) {
    if (/\d/.test(sign) || sign in DIGITS) {
      digits += sign in DIGITS ? DIGITS[sign] : sign;
      any = true;
    } else if (sign in SMALL) {
      section += (digits === "" ? 1 : Number(digits)) * SMALL[sign];
      digits = "";
      any = true;
    } else if (sign in LARGE) {
      if (LARGE[sign] >= bound) return null;
      bound = LARGE[sign];
      const part = section + Number(digits || 0);
      total += (part === 0 ? 1 : part) * LARGE[sign];
      section = 0;
      digits = "";
      any = true;
    } else return null;
  }
  return any ? total + section + Number(digits || 0) : null;
}
