import { expect, test } from 'vitest'
import { isPublicAddress, publicInternet } from './address-policy.ts'

test('ordinary addresses are public, also written as IPv6', () => {
  for (const address of [
    '8.8.8.8',
    '93.184.216.34',
    '172.32.0.1',
    '2606:4700::1111',
    '::ffff:8.8.8.8',
    '64:ff9b::808:808',
  ])
    expect(isPublicAddress(address), address).toBe(true)
})

test('this machine, private, reserved and translated private networks are not', () => {
  const addresses =
    '0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.255.255 169.254.169.254 172.16.0.1 172.31.255.255 192.0.0.192 192.168.1.1 ' +
    '198.18.0.1 203.0.113.9 224.0.0.1 255.255.255.255 168.63.129.16 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:7f00:1 ' +
    '::ffff:0.0.0.0 ::ffff:0:8.8.8.8 64:ff9b::7f00:1 64:ff9b::a00:1 64:ff9b:1::1 fc00::1 fd00:ec2::254 fe80::1 fe80::1%eth0 ' +
    'ff02::1 2001::1 2001:db8::1 2002:7f00:1:: 2002:c0a8:101:: 3fff::1 5f00::1 localhost 1.2.3 01.2.3.4'
  for (const address of addresses.split(' ')) expect(isPublicAddress(address), address).toBe(false)
})

test('ports of mail, shells and databases are not web ports', () => {
  expect([22, 25, 3306, 6379, 9200].filter(publicInternet.allowsPort)).toEqual([])
  expect([80, 443, 8080, 8443].filter(publicInternet.allowsPort)).toHaveLength(4)
})
