package io.github.dynamosessions.contract;

class EveryValueInPartsContractTest extends SessionDataStoreContract {
    EveryValueInPartsContractTest() throws Exception {
        super(factory -> {
            factory.setCompressionThreshold("0");
            factory.setLargeAttributeThreshold("0");
        });
    }

    @Override
    long largeAttributeThreshold() {
        return 0;
    }
}
