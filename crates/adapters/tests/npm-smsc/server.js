// An independent SMPP 3.4 message centre for the tests: the npm package does all of the protocol.
// Usage: node server.js FILE. Prints "listening on ADDR"; appends what it saw to FILE as JSON Lines; ends with its
// standard input. A text THROTTLE is answered with ESME_RTHROTTLED, BADDEST with ESME_RINVDSTADR.
'use strict';

const fs = require('fs');
const smpp = require('smpp');

const file = process.argv[2];
let nextId = 1;

const see = (line) => fs.appendFileSync(file, JSON.stringify(line) + '\n');

function answerFor(text) {
  if (text === 'THROTTLE') return smpp.ESME_RTHROTTLED;
  if (text === 'BADDEST') return smpp.ESME_RINVDSTADR;
  return smpp.ESME_ROK;
}

function receipt(session, pdu, id) {
  session.deliver_sm({
    source_addr: pdu.destination_addr,
    destination_addr: pdu.source_addr,
    esm_class: 0x04,
    short_message: `id:${id} sub:001 dlvrd:001 submit date:2611230900 done date:2611230900 stat:DELIVRD err:000 text:`,
    receipted_message_id: id,
    message_state: 2,
  });
}

const server = smpp.createServer({}, (session) => {
  session.on('bind_transceiver', (pdu) => {
    see({ system_id: pdu.system_id, interface_version: pdu.interface_version });
    session.send(pdu.response());
  });
  session.on('submit_sm', (pdu) => {
    const text = pdu.short_message.message;
    const status = answerFor(text);
    if (status !== smpp.ESME_ROK) {
      session.send(pdu.response({ command_status: status }));
      return;
    }
    const { data_coding, esm_class, registered_delivery, destination_addr } = pdu;
    const { source_addr_ton, dest_addr_ton, dest_addr_npi } = pdu;
    const udh = pdu.short_message.udh ? [...Buffer.concat(pdu.short_message.udh)] : null;
    see({
      text, udh, data_coding, esm_class, registered_delivery, destination_addr, source_addr_ton, dest_addr_ton, dest_addr_npi,
    });
    const id = `npm-${nextId++}`;
    session.send(pdu.response({ message_id: id }));
    receipt(session, pdu, id);
  });
  session.on('enquire_link', (pdu) => session.send(pdu.response()));
  session.on('unbind', (pdu) => {
    session.send(pdu.response());
    session.close();
  });
  session.on('error', () => session.destroy());
});

server.listen(0, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${server.address().port}`));
process.stdin.on('end', () => process.exit(0)).resume();
