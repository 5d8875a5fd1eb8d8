package io.github.dynamosessions.contract;

class KeyPrefixContractTest extends SessionDataStoreContract {
    KeyPrefixContractTest() throws Exception {
        super("sessionId", "expires", "shop:", factory -> factory.setKeyPrefix("shop:"));
    }
}
