/** After Microsoft's pages of route and netsh wlan, with German headings. Never run there. */
export const routePrint = `===========================================================================
Schnittstellenliste
 12...52 54 00 12 34 57 ......Intel(R) Wi-Fi 6 AX200 160MHz
  7...52 54 00 12 34 56 ......Realtek PCIe GbE Family Controller
 23...........................WireGuard Tunnel
  1...........................Software Loopback Interface 1
===========================================================================

IPv4-Routentabelle
===========================================================================
Aktive Routen:
     Netzwerkziel    Netzwerkmaske          Gateway    Schnittstelle Metrik
          0.0.0.0          0.0.0.0      192.168.1.1     192.168.1.20     35
          0.0.0.0          0.0.0.0   Auf Verbindung         10.8.0.2      5
        127.0.0.0        255.0.0.0   Auf Verbindung        127.0.0.1    331
===========================================================================
Ständige Routen:
  Netzwerkadresse          Netzmaske  Gatewayadresse  Metrik
          0.0.0.0          0.0.0.0      192.168.9.1  Standard
===========================================================================

IPv6-Routentabelle
===========================================================================
Aktive Routen:
 If Metrik Netzwerkziel             Gateway
 12    291 ::/0                     fe80::1
  1    331 ::1/128                  Auf Verbindung
===========================================================================
Ständige Routen:
 If Metrik Netzwerkziel             Gateway
  0    256 ::/0                     fe80::9
`.replaceAll('\n', '\r\n');

export const wlanInterfaces = `
Auf dem System ist 1 Schnittstelle vorhanden:

    Name                   : WLAN
    Beschreibung           : Intel(R) Wi-Fi 6 AX200 160MHz
    GUID                   : 9c1a5b3e-0000-4000-8000-000000000001
    Physische Adresse      : 52:54:00:12:34:57
    Status                 : Verbunden
    SSID                   : Home : net
    BSSID                  : 52:54:00:aa:bb:cc
    Kanal                  : 36

    Status des gehosteten Netzwerks: Nicht verfügbar

`.replaceAll('\n', '\r\n');
