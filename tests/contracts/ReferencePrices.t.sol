// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FeedDouble} from "./support/FeedDouble.sol";
import {MarketFixture} from "./support/MarketFixture.sol";
import {SectionBuilder} from "./support/SectionBuilder.sol";
import {IGoverned} from "../../contracts/interfaces/IGoverned.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";

contract ReferencePricesTests is MarketFixture {
    bytes32 private constant BTC = SectionBuilder.BTC;
    bytes32 private constant ETH = SectionBuilder.ETH;

    function _expectPrice(int64 expected, bool expectedLive, string memory what) private view {
        (int64 price, bool live) = registry.referencePrice(BTC);
        assertEq(price, expected, what);
        assertTrue(live == expectedLive, what);
    }

    function _set(bytes32 underlying, address feed, uint24 deviation, uint24 jump, uint32 age) private {
        vm.prank(TIMELOCK);
        registry.setReference(underlying, feed, deviation, jump, age);
    }

    // Answers.

    function test_ReferencePrice_EightDecimals_IsTheAnswer() public view {
        _expectPrice(47_795_22000000, true, "price");
    }

    function test_ReferencePrice_EighteenDecimals_IsFloored() public {
        ethFeed.set(1_800_123456789999999999, NOW, NOW);
        (int64 price, bool live) = registry.referencePrice(ETH);
        assertEq(price, 1_800_12345678, "price");
        assertTrue(live, "live");
    }

    function test_ReferencePrice_NoDecimals_IsScaledUp() public {
        FeedDouble feed = new FeedDouble(0);
        feed.set(47_795, NOW, NOW);
        _set(BTC, address(feed), 20_000, 50_000, 3600);
        _expectPrice(47_795_00000000, true, "price");
    }

    function test_ReferencePrice_OldestAnswer_IsLive() public {
        vm.warp(NOW + 3600);
        _expectPrice(47_795_22000000, true, "at maxAge");
    }

    function test_ReferencePrice_OneSecondOlder_IsNotLive() public {
        vm.warp(NOW + 3601);
        _expectPrice(0, false, "past maxAge");
    }

    function test_ReferencePrice_UnusableAnswers_AreNotLive() public {
        btcFeed.set(0, NOW, NOW);
        _expectPrice(0, false, "zero");
        btcFeed.set(-1, NOW, NOW);
        _expectPrice(0, false, "negative");
        btcFeed.set(type(int256).max, NOW, NOW);
        _expectPrice(0, false, "largest int256");
        btcFeed.set(int256(1) << 62, NOW, NOW);
        _expectPrice(0, false, "above 2^62");
        btcFeed.set(1, NOW, NOW + 1);
        _expectPrice(0, false, "updated in the future");
        btcFeed.set(1, NOW, 0);
        _expectPrice(0, false, "never updated");
        ethFeed.set(9_999_999_999, NOW, NOW);
        (, bool live) = registry.referencePrice(ETH);
        assertTrue(!live, "floors to zero");
    }

    function test_ReferencePrice_LargestPrice_IsLive() public {
        btcFeed.set((int256(1) << 62) - 1, NOW, NOW);
        _expectPrice((int64(1) << 62) - 1, true, "2^62 - 1");
    }

    function test_ReferencePrice_MisbehavingFeed_IsNotLive() public {
        btcFeed.misbehave(FeedDouble.Conduct.Revert);
        _expectPrice(0, false, "reverts");
        btcFeed.misbehave(FeedDouble.Conduct.ShortAnswer);
        _expectPrice(0, false, "four words");
        btcFeed.misbehave(FeedDouble.Conduct.BurnGas);
        _expectPrice(0, false, "burns gas");
        vm.etch(address(btcFeed), "");
        _expectPrice(0, false, "no code");
    }

    /// @notice An answer of 50,000 bytes is read to its fifth word and costs what five words cost.
    function test_ReferencePrice_HugeAnswer_IsReadWithoutCopyingIt() public {
        btcFeed.misbehave(FeedDouble.Conduct.HugeAnswer);
        uint256 before = gasleft();
        _expectPrice(47_795_22000000, true, "price");
        assertAtMost(before - gasleft(), 40_000, "gas");
    }

    function test_ReferencePrice_Unlisted_UnderlyingUnlisted() public {
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.UnderlyingUnlisted.selector, bytes32("SOL")));
        registry.referencePrice("SOL");
    }

    // Listing.

    function test_SetReference_Listed_StoresItsIndexAndBounds() public view {
        IMarketRegistry.Reference memory stored = registry.referenceOf(ETH);
        assertEq(stored.feed, address(ethFeed), "feed");
        assertEq(stored.index, 1, "index");
        assertEq(stored.decimals, 18, "decimals");
        assertEq(stored.maxDeviationPpm, 20_000, "deviation");
        assertEq(stored.maxJumpPpm, 50_000, "jump");
        assertEq(stored.maxAge, 3600, "age");
    }

    function test_SetReference_Again_KeepsTheIndex() public {
        _set(BTC, address(ethFeed), 10_000, 40_000, 60);
        assertEq(registry.referenceOf(BTC).index, 0, "BTC");
        _set("SOL", address(ethFeed), 10_000, 40_000, 60);
        assertEq(registry.referenceOf("SOL").index, 2, "SOL");
    }

    function test_SetReference_SixtyFive_TooManyUnderlyings() public {
        for (uint256 i = 2; i < 64; ++i) {
            _set(bytes32(bytes(string.concat("X", vm.toString(i)))), address(ethFeed), 1, 1, 1);
        }
        vm.prank(TIMELOCK);
        vm.expectRevert(IMarketRegistry.TooManyUnderlyings.selector);
        registry.setReference("ONEMORE", address(ethFeed), 1, 1, 1);
    }

    function test_SetReference_BoundsOutOfRange_ReferenceOutOfRange() public {
        address feed = address(ethFeed);
        _expectOutOfRange("sol", feed, 1, 1, 1);
        _expectOutOfRange(0, feed, 1, 1, 1);
        _expectOutOfRange("SOL", address(0x1234), 1, 1, 1);
        _expectOutOfRange("SOL", feed, 0, 1, 1);
        _expectOutOfRange("SOL", feed, 1_000_000, 1, 1);
        _expectOutOfRange("SOL", feed, 1, 0, 1);
        _expectOutOfRange("SOL", feed, 1, 1_000_000, 1);
        _expectOutOfRange("SOL", feed, 1, 1, 0);
        _expectOutOfRange("SOL", address(new FeedDouble(19)), 1, 1, 1);
    }

    function _expectOutOfRange(bytes32 underlying, address feed, uint24 deviation, uint24 jump, uint32 age) private {
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.ReferenceOutOfRange.selector, underlying));
        _set(underlying, feed, deviation, jump, age);
    }

    function test_SetReference_ByTheGuardian_OnlyTimelock() public {
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyTimelock.selector, GUARDIAN));
        registry.setReference(BTC, address(btcFeed), 1, 1, 1);
    }

    function test_UnderlyingSet_BothListed_HasBothBits() public view {
        bytes32[] memory list = new bytes32[](2);
        (list[0], list[1]) = (ETH, BTC);
        assertEq(registry.underlyingSet(list), 3, "set");
        assertEq(registry.underlyingSet(new bytes32[](0)), 0, "empty");
    }

    function test_UnderlyingSet_Unlisted_UnderlyingUnlisted() public {
        bytes32[] memory list = new bytes32[](1);
        list[0] = "SOL";
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.UnderlyingUnlisted.selector, bytes32("SOL")));
        registry.underlyingSet(list);
    }
}
