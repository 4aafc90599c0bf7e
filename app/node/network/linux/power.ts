/** One folder of /sys/class/power_supply (Documentation/ABI/testing/sysfs-class-power); "" is what is not there. */
export interface PowerSupply {
  /** "Mains", "USB", "Battery" … */
  readonly type: string;
  /** "1" if it supplies. */
  readonly online: string;
  /** "Discharging", "Charging", "Full" … */
  readonly status: string;
  /** "Device" for the battery of a mouse. */
  readonly scope: string;
}

export function onBattery(supplies: readonly PowerSupply[]): boolean {
  const own = supplies.filter(({ scope }) => scope !== 'Device');
  if (own.some(({ type, online }) => type !== 'Battery' && online === '1')) return false;
  return own.some(({ type, status }) => type === 'Battery' && status === 'Discharging');
}
