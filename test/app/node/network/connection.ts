// Connects to an address and a port, and stays.
import { connect } from 'node:net';

const [address = '', port = ''] = process.argv.slice(2);
connect(Number(port), address, () => process.send?.('connected'));
