// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedDouble} from "./support/FeedDouble.sol";
import {MarketFixture} from "./support/MarketFixture.sol";
import {SectionBuilder} from "./support/SectionBuilder.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {Signatures} from "../../contracts/interfaces/IMarginTypes.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";

contract SettlementPricesTests is MarketFixture {
    bytes32 private constant BTC = SectionBuilder.BTC;
    int64 private constant PRICE = SectionBuilder.BTC_SPOT;
    uint40 private constant EXPIRY = uint40(NOW);

    function _signed(uint40 expiry, int64 price) private view returns (Signatures memory) {
        return _sign(PUBLISHER_SEED, 3, QUORUM, registry.settlementDigest(BTC, expiry, price, EPOCH));
    }

    function _expectRefused(bytes memory refusal, uint40 expiry, int64 price) private {
        Signatures memory signatures = _signed(expiry, price);
        vm.expectRevert(refusal);
        registry.registerSettlement(BTC, expiry, price, EPOCH, signatures);
    }

    function _expectSettled(int64 expected) private view {
        (int64 price, bool set) = registry.settlement(BTC, EXPIRY);
        assertEq(price, expected, "price");
        assertTrue(set, "set");
    }

    function test_RegisterSettlement_SignedAtExpiry_IsStored() public {
        Signatures memory signatures = _signed(EXPIRY, PRICE);
        vm.expectEmit(address(registry));
        emit IMarketRegistry.SettlementRegistered(BTC, EXPIRY, PRICE, false);
        registry.registerSettlement(BTC, EXPIRY, PRICE, EPOCH, signatures);

        _expectSettled(PRICE);
    }

    function test_Settlement_None_IsNotSet() public view {
        (int64 price, bool set) = registry.settlement(BTC, EXPIRY);
        assertEq(price, 0, "price");
        assertTrue(!set, "set");
    }

    function test_RegisterSettlement_SecondBeforeExpiry_SettlementTooEarly() public {
        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.SettlementTooEarly.selector, EXPIRY + 1),
            EXPIRY + 1,
            PRICE
        );
    }

    function test_RegisterSettlement_Again_SettlementExists() public {
        registry.registerSettlement(BTC, EXPIRY, PRICE, EPOCH, _signed(EXPIRY, PRICE));

        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.SettlementExists.selector, BTC, EXPIRY),
            EXPIRY,
            PRICE + 1
        );
    }

    function test_RegisterSettlement_PriceOutOfRange_SettlementPriceOutOfRange() public {
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.SettlementPriceOutOfRange.selector, 0), EXPIRY, 0);
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.SettlementPriceOutOfRange.selector, -1), EXPIRY, -1);
        int64 tooHigh = int64(1) << 62;
        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.SettlementPriceOutOfRange.selector, tooHigh),
            EXPIRY,
            tooHigh
        );
    }

    function test_RegisterSettlement_OffTheReference_PriceDeviates() public {
        int64 price = PRICE + PRICE / 50 + 1;
        _expectRefused(
            abi.encodeWithSelector(IMarketRegistry.PriceDeviates.selector, BTC, price, PRICE),
            EXPIRY,
            price
        );
    }

    function test_RegisterSettlement_ReferenceSilent_ReferenceUnavailable() public {
        btcFeed.misbehave(FeedDouble.Conduct.Revert);
        _expectRefused(abi.encodeWithSelector(IMarketRegistry.ReferenceUnavailable.selector, BTC), EXPIRY, PRICE);
    }

    function test_RegisterSettlement_PriceChangedAfterSigning_SignatureRejected() public {
        Signatures memory signatures = _signed(EXPIRY, PRICE);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        registry.registerSettlement(BTC, EXPIRY, PRICE + 1, EPOCH, signatures);
    }

    function test_RegisterSettlement_OtherExpiry_SignatureRejected() public {
        Signatures memory signatures = _signed(EXPIRY, PRICE);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        registry.registerSettlement(BTC, EXPIRY - 1, PRICE, EPOCH, signatures);
    }

    /// @notice A snapshot's signature is no settlement's: the struct types differ.
    function test_RegisterSettlement_SnapshotSignature_SignatureRejected() public {
        bytes32 digest = registry.snapshotDigest(IMarketRegistry.MarketSnapshot(ROUND, NOW, BTC, EPOCH));
        Signatures memory signatures = _sign(PUBLISHER_SEED, 3, QUORUM, digest);
        vm.expectRevert(abi.encodeWithSelector(ICommittee.SignatureRejected.selector, 0));
        registry.registerSettlement(BTC, EXPIRY, PRICE, EPOCH, signatures);
    }

    function test_RegisterSettlement_ExpiredEpoch_EpochExpired() public {
        vm.warp(EPOCH_END);
        _expectRefused(abi.encodeWithSelector(ICommittee.EpochExpired.selector, EPOCH), EXPIRY, PRICE);
    }

    function test_RegisterSettlement_TrailingCalldata_CalldataNotCanonical() public {
        bytes memory data = abi.encodeCall(
            IMarketRegistry.registerSettlement,
            (BTC, EXPIRY, PRICE, EPOCH, _signed(EXPIRY, PRICE))
        );
        (bool accepted, bytes memory answer) = address(registry).call(abi.encodePacked(data, uint8(1)));

        assertTrue(!accepted, "refused");
        assertEq(
            answer,
            abi.encodeWithSelector(ICommittee.CalldataNotCanonical.selector, data.length + 1, data.length),
            "error"
        );
    }

    // The fallback.

    function test_SettleFromReference_SecondBeforeTheFallback_SettlementTooEarly() public {
        vm.warp(NOW + 6 hours - 1);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.SettlementTooEarly.selector, NOW + 6 hours));
        registry.settleFromReference(BTC, EXPIRY);
    }

    function test_SettleFromReference_AtTheFallback_TakesTheReference() public {
        vm.warp(NOW + 6 hours);
        btcFeed.set(48_000_00000000, NOW, NOW + 6 hours);
        vm.expectEmit(address(registry));
        emit IMarketRegistry.SettlementRegistered(BTC, EXPIRY, 48_000_00000000, true);
        registry.settleFromReference(BTC, EXPIRY);

        _expectSettled(48_000_00000000);
    }

    function test_SettleFromReference_AlreadySettled_SettlementExists() public {
        registry.registerSettlement(BTC, EXPIRY, PRICE, EPOCH, _signed(EXPIRY, PRICE));
        vm.warp(NOW + 6 hours);
        btcFeed.set(PRICE, NOW, NOW + 6 hours);

        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.SettlementExists.selector, BTC, EXPIRY));
        registry.settleFromReference(BTC, EXPIRY);
    }

    function test_SettleFromReference_StaleReference_ReferenceUnavailable() public {
        vm.warp(NOW + 6 hours);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.ReferenceUnavailable.selector, BTC));
        registry.settleFromReference(BTC, EXPIRY);
    }

    function test_SettleFromReference_Unlisted_UnderlyingUnlisted() public {
        vm.warp(NOW + 6 hours);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.UnderlyingUnlisted.selector, bytes32("SOL")));
        registry.settleFromReference("SOL", EXPIRY);
    }
}
