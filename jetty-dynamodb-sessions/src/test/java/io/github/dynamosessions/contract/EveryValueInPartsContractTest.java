package io.github.dynamosessions.contract;

class EveryValueInPartsContractTest extends SessionDataStoreContract {
    EveryValueInPartsContractTest() throws Exception {
        super(factory -> {
            factory.setCompressAbove("0");
            factory.setSpillAbove("0");
        });
    }

    @Override
    long spillAbove() {
        return 0;
    }
}
