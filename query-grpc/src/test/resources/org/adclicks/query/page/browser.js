// As much of a browser as page.js needs: elements that remember what they were told, and calls that are answered when the test says so.

const elements = new Map();

class TestElement {
  constructor(dataset = {}) {
    Object.assign(this, { dataset, hidden: false, textContent: '', value: '', title: '', style: {}, children: [], clientWidth: 800 });
    this.handlers = new Map();
    this.classes = new Set();
    this.classList = { toggle: (name, on) => (on ? this.classes.add(name) : this.classes.delete(name)) };
    this.tBodies = [this];
  }
  addEventListener(type, handler) {
    this.handlers.set(type, handler);
  }
  fire(type) {
    this.handlers.get(type)({ preventDefault() {} });
  }
  append(...more) {
    this.children.push(...more);
  }
  replaceChildren(...all) {
    this.children = all;
  }
  setAttribute() {}
  focus() {}
}

const hiddenAtFirst = ['problem', 'key-form', 'minute', 'top', 'top-legend'];
const elementOf = (id) => {
  if (!elements.has(id)) {
    elements.set(id, new TestElement(id === 'country' ? { dimension: 'country', where: 'in', upper: '' } : {}));
    elements.get(id).hidden = hiddenAtFirst.includes(id);
  }
  return elements.get(id);
};

globalThis.document = {
  getElementById: elementOf,
  querySelectorAll: () => [elementOf('country')],
  createElement: () => new TestElement(),
  addEventListener() {},
  documentElement: {},
  body: new TestElement(),
  activeElement: null,
  hidden: false,
};

globalThis.URLSearchParams = class {
  constructor(of = '') {
    const pairs = typeof of === 'string' ? of.split('&').filter(Boolean).map((pair) => pair.split('=').map(decodeURIComponent)) : [...of];
    this.map = new Map(pairs.map(([name, value]) => [name, String(value)]));
  }
  get(name) {
    return this.map.get(name) ?? null;
  }
  set(name, value) {
    this.map.set(name, String(value));
  }
  delete(name) {
    this.map.delete(name);
  }
  toString() {
    return [...this.map].map((pair) => pair.map(encodeURIComponent).join('=')).join('&');
  }
};

const stored = new Map();
globalThis.sessionStorage = {
  getItem: (name) => stored.get(name) ?? null,
  setItem: (name, value) => stored.set(name, value),
  removeItem: (name) => stored.delete(name),
};
globalThis.location = { hash: '' };
globalThis.history = { replaceState: (_, __, hash) => (location.hash = hash) };
globalThis.AbortSignal = { timeout: () => null };
globalThis.matchMedia = () => ({ addEventListener() {} });
globalThis.ResizeObserver = class {
  observe() {}
};
globalThis.getComputedStyle = () => ({ getPropertyValue: () => '#000' });
globalThis.uPlot = class {
  static paths = { bars: () => null };
  destroy() {}
  setData() {}
  setSize() {}
};

const ticks = new Map();
globalThis.setInterval = (tick, millis) => ticks.set(millis, tick);

const calls = [];
globalThis.fetch = (address, { headers }) => {
  const [path, query] = address.split('?');
  return new Promise((resolve, reject) => calls.push({ path, query: decodeURIComponent(query), headers, resolve, reject }));
};

/** What the test asks of it, in texts and truths. */
globalThis.browser = {
  calls: () => calls.map((call) => `${call.path}?${call.query}`).join('\n'),
  /** Answers the oldest call; no text at all is an answer that broke off. */
  answer(path, status, text) {
    const call = calls.shift();
    if (call?.path !== path) throw new Error(`asked for ${path}, but the page waits for ${call?.path}`);
    call.resolve({ ok: status === 200, status, json: async () => JSON.parse(text) });
  },
  fail: () => calls.shift().reject(new Error('no way')),
  text: (id) => elementOf(id).textContent,
  isHidden: (id) => elementOf(id).hidden,
  isDimmed: () => document.body.classes.has('away'),
  rows: () => elementOf('top').children.length,
  storedKey: () => sessionStorage.getItem('adclicks-key'),
  enter(id, value) {
    elementOf(id).value = value;
  },
  fire: (id, type) => elementOf(id).fire(type),
  pass: (millis) => ticks.get(millis)(),
};
