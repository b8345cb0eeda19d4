package org.cotgateway.channel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.cotgateway.codec.Credentials;

/** Writes down who connects and leaves, and lets in whoever says that the password is "right". */
final class Clients implements ClientObserver {

    final List<ClientStream> connected = new CopyOnWriteArrayList<>();
    final List<Credentials> credentials = new CopyOnWriteArrayList<>();
    final List<String> left = new CopyOnWriteArrayList<>();

    @Override
    public void connected(ClientStream client) {
        connected.add(client);
    }

    @Override
    public boolean authenticated(ClientStream client, Credentials said) {
        credentials.add(said);
        return said.password().equals("right");
    }

    @Override
    public void left(ClientStream client, String why) {
        left.add(why);
    }
}
