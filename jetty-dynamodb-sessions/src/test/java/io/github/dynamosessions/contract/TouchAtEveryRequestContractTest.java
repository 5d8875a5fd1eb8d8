package io.github.dynamosessions.contract;

class TouchAtEveryRequestContractTest extends SessionDataStoreContract {
    TouchAtEveryRequestContractTest() throws Exception {
        super(factory -> factory.setTouchInterval("0s"));
    }
}
