// Shows the newest minutes, open ones too where the pipeline counts them, and one ad's minutes; asks the service's own REST calls, nothing else.

const REFRESH_MILLIS = 4000;
const GIVE_UP_MILLIS = 15000;
const MINUTE = 60000;
const TOP_COUNT = 50;
const FRESH_MILLIS = 2 * MINUTE;
const STALE_MILLIS = 10 * MINUTE;
const NOTHING_COUNTED = 'FAILED_PRECONDITION';
const ASK_FOR_OPEN_AGAIN_MILLIS = 30000;
const WRONG_QUESTION = 'INVALID_ARGUMENT';
const KEY_REFUSED = ['UNAUTHENTICATED', 'PERMISSION_DENIED'];
const KEY = 'adclicks-key';
/** A header takes no other. */
const KEY_SIGNS = /^[\x21-\x7e]+$/;

const element = (id) => document.getElementById(id);
const number = new Intl.NumberFormat('en');
const selection = new URLSearchParams(location.hash.slice(1));

let asOf = null;
let dataFrom = null;
let newest = null;
let noOpenUntil = 0;
let away = false;
let chart = null;
let chartData = null;
/** What the chart was asked for. */
let charted = null;

/** An answer that is an error, with the service's own sentence. */
class Refusal extends Error {
  constructor(code, message, key) {
    super(message);
    this.code = code;
    this.key = key;
  }
}

async function ask(path, parameters = {}) {
  const query = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''));
  // For as long as the tab lives, and never in the address.
  const key = sessionStorage.getItem(KEY);
  let response;
  try {
    response = await fetch(`${path}?${query}`, {
      headers: key ? { Authorization: `Bearer ${key}` } : {},
      signal: AbortSignal.timeout(GIVE_UP_MILLIS),
    });
  } catch {
    throw new Refusal('UNREACHABLE', 'The service does not answer; trying again every few seconds.');
  }
  const body = await response.json().catch(() => null);
  if (!response.ok) {
    throw new Refusal(body?.['grpc-code'] ?? String(response.status), body?.message ?? `HTTP ${response.status}`, key);
  }
  if (body === null) throw new Refusal('UNREACHABLE', 'The answer broke off; trying again every few seconds.');
  return body;
}

const time = (millis) => new Date(millis).toISOString().replace('T', ' ').slice(0, 19);
const clock = (millis) => new Date(millis).toISOString().slice(11, 16);
const countedThrough = (answer) =>
  answer.counted_through ? `, counted through ${new Date(Date.parse(answer.counted_through)).toISOString().slice(11, 19)}` : '';

function ageText(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  if (seconds < 172800) return `${Math.round(seconds / 3600)} h`;
  return `${number.format(Math.round(seconds / 86400))} days`;
}

function showFreshness() {
  document.body.classList.toggle('away', away);
  if (away) {
    showBadge('unknown', 'no answer', asOf === null ? '' : `; shown is ${time(asOf)} UTC`);
    return;
  }
  if (asOf === null) return;
  const age = Date.now() - asOf;
  const level = age < FRESH_MILLIS ? 'green' : age < STALE_MILLIS ? 'amber' : 'red';
  const word = age < FRESH_MILLIS ? 'fresh' : age < STALE_MILLIS ? 'behind' : 'far behind';
  showBadge(level, word, `: counted up to ${ageText(age)} ago`, `as of ${time(asOf)} UTC`);
}

/** Only the word is read aloud: the rest changes every second. */
function showBadge(level, word, more = '', title = '') {
  const badge = element('freshness');
  badge.dataset.level = level;
  badge.title = title;
  setText('freshness-word', word);
  setText('freshness-age', more);
}

/** What has not changed is not read aloud again. */
function setText(id, text) {
  if (element(id).textContent !== text) element(id).textContent = text;
}

function showProblem(sentence) {
  element('problem').hidden = !sentence;
  setText('problem', sentence);
}

/** The fields that clicks can be narrowed by: index.html has an input for each, which says how a value is put into words. */
const dimensions = [...document.querySelectorAll('[data-dimension]')];
const written = (input, value) => (input.dataset.upper === undefined ? value : value.toUpperCase());
const valueOf = (input) => written(input, (selection.get(input.dataset.dimension) ?? '').trim());
const narrowed = () => dimensions.filter((input) => valueOf(input));
const filter = () => narrowed().map((input) => `${input.dataset.dimension} = ${JSON.stringify(valueOf(input))}`).join(' AND ');
const where = () => narrowed().map((input) => ` ${input.dataset.where} ${valueOf(input)}`).join('');

/** Asks with minutes still open; where they are not kept, of closed ones, if there are any. */
async function askNewest(path, withOpen, ofClosed) {
  if (!ofClosed || Date.now() >= noOpenUntil) {
    try {
      return await ask(path, { ...withOpen, include_open: true });
    } catch (problem) {
      if (problem.code !== NOTHING_COUNTED || !ofClosed) throw problem;
      noOpenUntil = Date.now() + ASK_FOR_OPEN_AGAIN_MILLIS;
    }
  }
  return ask(path, ofClosed);
}

/** What is known of closed minutes; nothing before the first one is. */
async function askMinutes() {
  try {
    return await ask('/v1/minutes');
  } catch (problem) {
    if (problem.code !== NOTHING_COUNTED) throw problem;
    return {};
  }
}

async function refreshTop() {
  // By the time of the answer something else may be chosen.
  const asked = { filter: filter(), where: where() };
  const known = await askMinutes();
  const closed = known.as_of ? Date.parse(known.as_of) : null;
  const to = closed === null ? null : wholeMinute(closed);
  const question = { count: TOP_COUNT, filter: asked.filter };
  // With the minute before the newest: that one may have just begun.
  const top = await askNewest('/v1/ads/popular_ads', { ...question, window: '2m' }, to && { ...question, from: to - MINUTE, to }).catch((problem) => {
    if (problem.code === WRONG_QUESTION) asOf = closed;
    throw problem;
  });
  // Together with the list: its age is the badge's.
  asOf = closed;
  newest = Date.parse(top.interval.to);
  dataFrom = Date.parse(known.data_from ?? top.data_from);
  if (asOf === null) showBadge('unknown', 'no minute closed yet');
  showMinute((known.minutes ?? []).find((row) => Date.parse(row.minute) === to - MINUTE), asked);
  showTop(top, asked);
}

const wholeMinute = (millis) => Math.floor(millis / MINUTE) * MINUTE;

function showMinute(minute, asked) {
  // The counters are of all clicks.
  element('minute').hidden = !minute || asked.filter !== '';
  if (minute) element('minute-time').textContent = clock(Date.parse(minute.minute));
  for (const counter of minute ? ['clicks', 'ads', 'duplicates', 'late', 'rejected'] : []) {
    element(`minute-${counter}`).textContent = number.format(Number(minute[counter]));
  }
}

function showTop(top, asked) {
  element('top-interval').textContent =
    `${time(Date.parse(top.interval.from)).slice(0, 16)} to ${clock(Date.parse(top.interval.to))} UTC${asked.where}, ` +
    `${top.state.toLowerCase()}${countedThrough(top)}${top.restated ? ', restated' : ''}`;
  const ads = top.ads ?? [];
  element('top').hidden = ads.length === 0;
  element('top-empty').hidden = ads.length > 0;
  element('top-empty').textContent = `Nobody clicked${asked.where} in this time.`;
  element('top-legend').hidden = ads.length === 0;
  const most = ads.length ? Number(ads[0].clicks) : 1;
  const focused = document.activeElement?.dataset?.ad;
  const rows = ads.map((ad) => rowOf(ad, most));
  element('top').tBodies[0].replaceChildren(...rows);
  if (focused !== undefined) {
    rows.find((row) => row.dataset.ad === focused)?.querySelector('button').focus({ preventScroll: true });
  }
}

function rowOf(ad, most) {
  const row = document.createElement('tr');
  row.dataset.ad = ad.ad_id;
  const chosen = ad.ad_id === selection.get('ad');
  row.classList.toggle('chosen', chosen);
  const rank = Object.assign(document.createElement('td'), { className: 'number', textContent: ad.rank });
  const name = Object.assign(document.createElement('td'), { className: 'name' });
  const share = Object.assign(document.createElement('span'), { className: 'share' });
  share.style.width = `${(100 * Number(ad.clicks)) / most}%`;
  const button = Object.assign(document.createElement('button'), { type: 'button', textContent: ad.ad_id, title: ad.ad_id });
  button.dataset.ad = ad.ad_id;
  button.setAttribute('aria-current', String(chosen));
  button.addEventListener('click', () => select({ ad: ad.ad_id }));
  name.append(share, button);
  const clicks = Object.assign(document.createElement('td'), {
    className: 'number',
    textContent: number.format(Number(ad.clicks)),
  });
  row.append(rank, name, clicks);
  return row;
}

/** What the chart is to show, as one text. */
const chosen = () => JSON.stringify([selection.get('ad'), selection.get('hours'), filter()]);

async function refreshChart() {
  const ad = selection.get('ad');
  if (!ad || newest === null) {
    showNoChart();
    return;
  }
  const asked = { chosen: chosen(), name: `${ad}${where()}` };
  const hours = Number(selection.get('hours') ?? 1);
  const question = { ad_id: ad, filter: filter() };
  const until = (to) => ({ ...question, from: Math.max(to - hours * 60 * MINUTE, dataFrom), to });
  const withOpen = until(newest);
  if (withOpen.from >= withOpen.to) {
    showNoChart('There is no minute yet.');
    return;
  }
  const answer = await askNewest('/v1/ads/clicks_per_minute', withOpen, asOf === null ? null : until(wholeMinute(asOf)));
  // Else it is asked for in the next round.
  if (asked.chosen === chosen()) showChart(answer, asked);
}

function showChart(answer, asked) {
  const times = answer.minutes.map((minute) => Date.parse(minute.minute) / 1000);
  const clicks = answer.minutes.map((minute) => Number(minute.clicks));
  const closed = answer.counted_through ? Date.parse(answer.as_of ?? 0) : Infinity;
  const isOpen = times.map((seconds) => seconds * 1000 + MINUTE > closed);
  chartData = [times, clicks.map((some, i) => (isOpen[i] ? null : some)), clicks.map((some, i) => (isOpen[i] ? some : null))];
  const total = clicks.reduce((sum, some) => sum + some, 0);
  const peak = clicks.indexOf(Math.max(...clicks));
  charted = asked.chosen;
  setText('ad-chosen', asked.name);
  setText(
    'ad-clicks',
    `: ${number.format(total)} ${total === 1 ? 'click' : 'clicks'}` +
      (total ? `, most at ${clock(times[peak] * 1000)} UTC (${number.format(clicks[peak])})` : ` in this time`) +
      countedThrough(answer),
  );
  element('chart-empty').hidden = true;
  element('chart').hidden = false;
  drawChart();
}

function showNoChart(sentence = 'Choose an ad to see its clicks.') {
  charted = null;
  chartData = null;
  chart?.destroy();
  chart = null;
  setText('ad-chosen', '');
  setText('ad-clicks', '\u00a0');
  element('chart').hidden = true;
  element('chart-empty').hidden = false;
  setText('chart-empty', sentence);
}

function drawChart(anew = false) {
  if (!chartData) return;
  if (chart && !anew) {
    chart.setData(chartData);
    return;
  }
  chart?.destroy();
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const sum = (some) => number.format(some.reduce((all, one) => all + (one ?? 0), 0));
  const bars = (place) => ({
    stroke: colour('--accent'),
    paths: uPlot.paths.bars({ size: [0.8, 40] }),
    points: { show: false },
    value: (_, clicks, __, at) => (at == null ? sum(chartData[place]) : clicks == null ? '' : number.format(clicks)),
  });
  const axis = { stroke: colour('--quiet'), grid: { stroke: colour('--line'), width: 1 }, ticks: { stroke: colour('--line'), width: 1 } };
  chart = new uPlot(
    {
      width: element('chart').clientWidth,
      height: 340,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      cursor: { drag: { x: false, y: false } },
      scales: {
        // Half a minute on either side, so that the first and the last bar are whole.
        x: { range: (_, first, last) => [first - 30, last + 30] },
        y: { range: (_, least, most) => [0, Math.max(4, most * 1.1)] },
      },
      axes: [
        // Whole minutes: its marks have no seconds.
        { ...axis, incrs: [1, 2, 5, 10, 15, 30, 60, 120, 180, 360].map((minutes) => minutes * 60), values: (_, ticks) => ticks.map((tick) => clock(tick * 1000)) },
        { ...axis, size: 60, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5], values: (_, ticks) => ticks.map((tick) => number.format(tick)) },
      ],
      series: [
        { label: 'minute', value: (_, seconds) => (seconds == null ? 'all shown' : `${time(seconds * 1000).slice(0, 16)} UTC`) },
        { label: 'clicks', fill: colour('--accent'), width: 0, ...bars(1) },
        // A quarter as strong, in a broken line: these still fill.
        { label: 'still filling', fill: `${colour('--accent')}40`, width: 1, dash: [3, 3], ...bars(2) },
      ],
    },
    chartData,
    element('chart'),
  );
}

/** Changes what is shown, keeps it in the address so that it can be linked to, and shows it. */
function select(changes) {
  for (const [name, value] of Object.entries(changes)) {
    if (value) selection.set(name, value);
    else selection.delete(name);
  }
  history.replaceState(null, '', `#${selection}`);
  fillForms();
  refresh();
}

function fillForms() {
  element('ad').value = selection.get('ad') ?? '';
  for (const input of dimensions) input.value = valueOf(input);
  element('hours').value = selection.get('hours') ?? '1';
}

let running = false;
let wanted = false;

/** Asks for everything shown; one round at a time, and once more if something was chosen meanwhile. */
async function refresh() {
  wanted = true;
  if (running) return;
  running = true;
  while (wanted) {
    wanted = false;
    await refreshAll();
    showFreshness();
  }
  running = false;
}

/** What was shown before stays, and is told to be old, if it is an answer to what is asked now. */
async function refreshAll() {
  try {
    await refreshTop();
  } catch (problem) {
    showFailure(problem);
    return;
  }
  try {
    await refreshChart();
  } catch (problem) {
    if (problem.code === WRONG_QUESTION) showNoChart(problem.message);
    else {
      showFailure(problem);
      return;
    }
  }
  away = false;
  showProblem('');
  showKeyForm(false);
}

function showFailure(problem) {
  if (selection.get('ad') && charted !== chosen()) showNoChart('');
  away = false;
  if (KEY_REFUSED.includes(problem.code)) showKeyNeeded(problem);
  else if (problem.code === NOTHING_COUNTED) showNothingYet();
  else {
    showProblem(problem.message);
    if (problem.code === WRONG_QUESTION) {
      showKeyForm(false);
      showNoTop('No answer to this question.');
    } else away = true;
  }
}

function showKeyNeeded(problem) {
  // Another was entered meanwhile, which is asked with next.
  if (problem.key !== sessionStorage.getItem(KEY)) return;
  const sent = problem.key !== null;
  sessionStorage.removeItem(KEY);
  asOf = null;
  showBadge('unknown', 'a key is needed');
  showProblem(!sent ? '' : problem.code === 'UNAUTHENTICATED' ? 'This key is not known here.' : problem.message);
  showKeyForm(true);
  showNoTop('This service answers to holders of a key only.');
  showNoChart('');
}

function showKeyForm(shown) {
  if (element('key-form').hidden !== shown) return;
  element('key-form').hidden = !shown;
  if (shown) element('key').focus();
}

function showNothingYet() {
  asOf = null;
  newest = null;
  showProblem('');
  showKeyForm(false);
  showBadge('unknown', 'no clicks yet');
  showNoChart();
  showNoTop('Nothing has been counted yet. The first minute appears here once it is closed.');
}

function showNoTop(sentence) {
  element('top-legend').hidden = true;
  element('top').hidden = true;
  element('minute').hidden = true;
  element('top-interval').textContent = '\u00a0';
  element('top-empty').hidden = false;
  element('top-empty').textContent = sentence;
}

element('scope').addEventListener('submit', (event) => event.preventDefault());
for (const input of dimensions) {
  input.addEventListener('change', () => select({ [input.dataset.dimension]: written(input, input.value.trim()) }));
}
element('ad-form').addEventListener('submit', (event) => {
  event.preventDefault();
  select({ ad: element('ad').value.trim(), hours: element('hours').value });
});
element('key-form').addEventListener('submit', (event) => {
  event.preventDefault();
  const key = element('key').value.trim();
  element('key').value = '';
  if (key && !KEY_SIGNS.test(key)) {
    showProblem('This is no key: it has a sign that no key has.');
    return;
  }
  if (key) sessionStorage.setItem(KEY, key);
  refresh();
});
element('hours').addEventListener('change', () => select({ hours: element('hours').value }));
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => drawChart(true));
new ResizeObserver(() => chart?.setSize({ width: element('chart').clientWidth, height: 340 })).observe(element('chart'));
setInterval(showFreshness, 1000);
// Without a key there is nothing to ask.
const isKeyMissing = () => !element('key-form').hidden && sessionStorage.getItem(KEY) === null;
setInterval(() => document.hidden || isKeyMissing() || refresh(), REFRESH_MILLIS);
document.addEventListener('visibilitychange', () => document.hidden || isKeyMissing() || refresh());

fillForms();
refresh();
