// Uses the demo's page as a person would, in a real browser: log in, set an attribute, reload on another node, log out.
import {chromium} from 'playwright-core';

const url = process.argv[2];
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});
try {
  const page = await browser.newPage();
  const problems = [];
  page.on('pageerror', error => problems.push(String(error)));
  page.on('console', message => message.type() === 'error' && problems.push(message.text()));
  page.on('request', request => request.url().startsWith(url) || request.url().startsWith('data:')
      || problems.push('asset from elsewhere: ' + request.url()));

  await page.goto(url);
  await page.getByLabel('User').fill('ada');
  await page.getByRole('button', {name: 'Log in'}).click();
  await page.locator('#user', {hasText: 'ada'}).waitFor();
  await page.getByLabel('Name').fill('cart');
  await page.getByLabel('Value').fill('[1, 2]');
  await page.getByRole('button', {name: 'Set'}).click();
  await page.locator('#attributes', {hasText: 'cart'}).waitFor();

  const nodes = new Set();
  for (let i = 0; i < 4; i++) {
    await page.reload();
    await page.locator('#user', {hasText: 'ada'}).waitFor();
    nodes.add(await page.locator('#node').textContent());
  }
  if (nodes.size !== 2) problems.push('reloads were answered by ' + [...nodes]);

  await page.getByRole('button', {name: 'Remove cart'}).click();
  await page.locator('#attributes', {hasText: 'cart'}).waitFor({state: 'hidden'});
  await page.getByRole('button', {name: 'Log out'}).click();
  await page.locator('#none').waitFor();
  if (process.argv[3]) await page.screenshot({path: process.argv[3], fullPage: true});
  if (problems.length) throw new Error(problems.join('\n'));
} finally {
  await browser.close();
}
