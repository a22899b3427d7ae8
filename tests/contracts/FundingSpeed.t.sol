// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {MarketFixture} from "./support/MarketFixture.sol";
import {SectionBuilder} from "./support/SectionBuilder.sol";
import {MarketRegistry} from "../../contracts/MarketRegistry.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IReferenceFeed} from "../../contracts/interfaces/IReferenceFeed.sol";

/// @title How fast a funding index may move (B6): 0.75 % of the spot price in eight hours, here always of BTC.
/// @notice Prices are 1e-8, indices 1e-12 of a dollar per coin. At 60,000 the bound is 450 dollars in eight hours and
/// 0.1875 in a round of 12 s.
contract FundingSpeedTests is MarketFixture {
    int64 private constant SPOT = 60_000e8;
    int64 private constant LARGEST_SPOT = (int64(1) << 62) - 1 - 6_28000000;
    int64 private constant START = 12_300_000_000;

    function test_Register_FundingOf3PerMilleIn8Hours_Passes() public {
        _registerFunding(NOW, SPOT, START);
        _registerFunding(NOW + 8 hours, SPOT, START + 180e12);

        assertEq(registry.latestRound(), (NOW + 8 hours) / 12, "latest");
    }

    function test_Register_FundingOf8PerMilleIn8Hours_FundingTooFast() public {
        _registerFunding(NOW, SPOT, START);
        _expectTooFast(NOW + 8 hours, SPOT, START + 480e12);
    }

    function test_Register_FundingAtTheBound_Passes() public {
        _registerFunding(NOW, SPOT, START);
        _registerFunding(NOW + 8 hours, SPOT, START + 450e12);
        _registerFunding(NOW + 8 hours + 12, SPOT, START + 450e12 - 187_500_000_000);

        assertEq(registry.latestRound(), (NOW + 8 hours) / 12 + 1, "latest");
    }

    function test_Register_FundingOneUnitAboveTheBound_FundingTooFast() public {
        _registerFunding(NOW, SPOT, START);
        _expectTooFast(NOW + 8 hours, SPOT, START + 450e12 + 1);
    }

    function test_Register_FundingOneUnitBelowTheNegativeBound_FundingTooFast() public {
        _registerFunding(NOW, SPOT, START);
        _expectTooFast(NOW + 12, SPOT, START - 187_500_000_001);
    }

    /// @notice Half the price, half the bound, whatever the price was when the index last stood.
    function test_Register_FundingAfterAFall_IsBoundByTheNewPrice() public {
        _registerFunding(NOW, SPOT, START);
        _expectTooFast(NOW + 8 hours, SPOT / 2, START + 225e12 + 1);
        _registerFunding(NOW + 8 hours, SPOT / 2, START + 225e12);

        assertEq(registry.latestRound(), (NOW + 8 hours) / 12, "latest");
    }

    /// @notice The row before has no perpetual, so there is no index to move from.
    function test_Register_FirstPerpetualRow_TakesAnyIndex() public {
        bytes[] memory sections = _btcSections(NOW, SPOT, 0);
        sections[1] = SectionBuilder.replaced(sections[1], 1, SectionBuilder.word(1, 0, 0, 0));
        sections[1] = SectionBuilder.replaced(sections[1], 5, bytes32(0));
        _register(NOW, sections);
        _registerFunding(NOW + 12, SPOT, type(int64).min);

        assertEq(registry.latestRound(), ROUND + 1, "latest");
    }

    /// @notice A coin of one cent: 75,000,000 units in eight hours, 31,250 in a round.
    function test_Register_FundingOfACheapCoin_IsBoundByItsPrice() public {
        _registerFunding(NOW, 0.01e8, START);
        _expectTooFast(NOW + 12, 0.01e8, START + 31_251);
        _registerFunding(NOW + 12, 0.01e8, START + 31_250);

        assertEq(registry.latestRound(), ROUND + 1, "latest");
    }

    /// @notice The smallest price there is: one unit of the index takes 384 s, and nothing is rounded in between.
    function test_Register_FundingOfTheSmallestPrice_IsExact() public {
        _registerFunding(NOW, 1, 0);
        _expectTooFast(NOW + 383, 1, 1);
        _registerFunding(NOW + 384, 1, 1);

        assertEq(registry.latestRound(), ROUND + 32, "latest");
    }

    function test_Register_FundingToTheOtherEnd_FundingTooFast() public {
        _registerFunding(NOW, LARGEST_SPOT, type(int64).max);
        _expectTooFast(NOW + 12, LARGEST_SPOT, type(int64).min);
    }

    /// @notice The largest rate, price, change and time that can meet: nothing overflows.
    function test_Register_LargestOfEverything_Passes() public {
        IMarketRegistry.Limits memory limits = _limits();
        limits.maxFundingRate = type(uint64).max;
        uint64 last = type(uint40).max - 11;
        registry = new MarketRegistry(TIMELOCK, GUARDIAN, ICommittee(address(0)), IReferenceFeed(address(0)), limits);
        vm.startPrank(TIMELOCK);
        registry.registerEpoch(_signerSet(PUBLISHER_SEED, 3), 2, NOW, last + 1);
        registry.setReference(SectionBuilder.BTC, address(btcFeed), 20_000, 50_000, 3600);
        vm.stopPrank();
        _registerFunding(NOW, LARGEST_SPOT, type(int64).max);
        _registerFunding(last, LARGEST_SPOT, type(int64).min);

        assertEq(registry.latestRound(), last / 12, "latest");
    }

    function _btcSections(uint64 time, int64 spot, int64 index) private pure returns (bytes[] memory sections) {
        sections = new bytes[](2);
        sections[0] = SectionBuilder.assets(time);
        sections[1] = SectionBuilder.btc(spot, time, index);
    }

    function _registerFunding(uint64 time, int64 spot, int64 index) private {
        vm.warp(time);
        _register(time, _btcSections(time, spot, index));
    }

    function _expectTooFast(uint64 time, int64 spot, int64 index) private {
        vm.warp(time);
        bytes memory refusal = abi.encodeWithSelector(IMarketRegistry.FundingTooFast.selector, SectionBuilder.BTC);
        _expectRefused(refusal, time / 12, time, _btcSections(time, spot, index));
    }
}
