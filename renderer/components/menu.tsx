import type { ReactNode } from 'react';
import { Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { cx } from '../class-names.ts';
import css from './overlay.module.css';

export interface MenuAction {
  readonly id: string;
  readonly label: string;
  readonly icon?: ReactNode;
  /** Shown beside it, such as "Ctrl D"; the keys themselves are bound elsewhere. */
  readonly keys?: string;
  readonly isDanger?: boolean;
  readonly run: () => void;
}

/** A button that opens a menu. Groups are divided by a line; empty ones are left out. */
export function MenuButton(props: {
  readonly label: string;
  readonly groups: readonly (readonly MenuAction[])[];
  /** The button. */
  readonly children: ReactNode;
}): ReactNode {
  const groups = props.groups.filter((group) => group.length > 0);
  return (
    <MenuTrigger>
      {props.children}
      <Popover offset={4} placement="bottom end" className={cx(css['popover'])}>
        <Menu aria-label={props.label} className={cx(css['menu'])}>
          {groups.flatMap((group, index) => [
            ...(index === 0 ? [] : [<Separator key={`line-${index}`} className={cx(css['separator'])} />]),
            ...group.map((action) => (
              <MenuItem
                key={action.id}
                id={action.id}
                textValue={action.label}
                onAction={action.run}
                className={cx(css['item'], action.isDanger === true && css['danger'])}
              >
                {action.icon}
                {action.label}
                {action.keys !== undefined && <kbd>{action.keys}</kbd>}
              </MenuItem>
            )),
          ])}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
