import type { ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Shell } from './shell/shell.tsx';
import { useRoute } from './use-route.ts';
import { ActivityView } from './views/activity/activity-view.tsx';
import { DecisionsView } from './views/activity/decisions-view.tsx';
import { EditorView } from './views/editor/editor-view.tsx';
import { HostsView } from './views/hosts/hosts-view.tsx';
import { ImportView } from './views/import/import-view.tsx';
import { RuleView } from './views/rules/rule-view.tsx';
import { RulesView } from './views/rules/rules-view.tsx';
import { SettingsView } from './views/settings/settings-view.tsx';
import { UnlockView } from './views/vault/unlock-view.tsx';
import { WelcomeView } from './views/welcome/welcome-view.tsx';

export function App(): ReactNode {
  const { i18n } = useTranslation();
  return (
    <I18nProvider locale={i18n.language}>
      <Shell>
        <View />
      </Shell>
    </I18nProvider>
  );
}

function View(): ReactNode {
  const route = useRoute();
  switch (route.view) {
    case 'hosts':
      return <HostsView hostId={route.hostId} />;
    case 'editor':
      // Another host is another form: nothing of what was typed may stay.
      return <EditorView key={route.hostId} hostId={route.hostId} />;
    case 'activity':
      return <ActivityView hostId={route.hostId} />;
    case 'decisions':
      return <DecisionsView />;
    case 'rules':
      return <RulesView />;
    case 'rule':
      return <RuleView key={route.ruleId} ruleId={route.ruleId} />;
    case 'unlock':
      return <UnlockView hostId={route.hostId} />;
    case 'import':
      return <ImportView />;
    case 'settings':
      return <SettingsView />;
    case 'welcome':
      return <WelcomeView />;
    default:
      return route satisfies never;
  }
}
