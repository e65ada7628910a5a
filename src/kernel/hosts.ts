/** Hosts in addresses. */

/** Whether only this machine reaches a server that listens on the host. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** One address for each host of `mqtt://a:1883,b:1883`, in order; an address with one host as it is. */
export function hostsOf(url: string): readonly string[] {
  const [, scheme, user = '', hosts, path = ''] = /^([a-z]+:\/\/)([^/]*@)?([^/@]*)(\/.*)?$/s.exec(url) ?? []
  if (scheme === undefined || hosts === undefined || !hosts.includes(',')) return [url]
  return hosts.split(',').map((host) => scheme + user + host + path)
}
