// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
import {AuctionFixture} from "./support/AuctionFixture.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {Capability} from "../../contracts/interfaces/IModelRegistry.sol";
import {AccountState, Attestation, Purpose, Signatures} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Opening, leases, prices and sizes.
contract LiquidationAuctionTests is AuctionFixture {
    function test_LargestFraction_OfTheWorkedExamples_RestoresTheAccount() public view {
        // (115 - 90) / (115 - 4.5) = 22.6244 %, rounded up; then equity 88.98 and maintenance 77.38.
        uint32 first = auction.largestFraction(90e6, 100e6, 950_000);
        // (115 - 5) / (115 - 0.25) = 95.8606 %.
        uint32 second = auction.largestFraction(5e6, 100e6, 950_000);

        assertEq(uint256(first), 226_245, "E = 90");
        assertEq(uint256(second), 958_606, "E = 5");
        assertEq(90_000_000 - (90 * uint256(first) * 5) / 100, 88_981_898, "equity afterwards");
        assertEq(100 * (1e6 - uint256(first)), 77_375_500, "maintenance afterwards");
    }

    function test_LargestFraction_WithoutEquity_IsTheWhole() public view {
        assertEq(uint256(auction.largestFraction(0, 100e6, 950_000)), 1e6, "whole");
    }

    function test_LargestFraction_OfARestoredAccount_IsNothing() public view {
        assertEq(uint256(auction.largestFraction(115e6, 100e6, 950_000)), 0, "nothing");
    }

    /// @notice The equity that remains is E(1 - f(1-d)) and the margin (1-f)MM: never more than 1.15 of it beyond one
    /// step.
    function testFuzz_LargestFraction_OneStepBelow_DoesNotRestore(
        uint96 equity,
        uint96 maintenance,
        uint32 discount
    ) public view {
        if (maintenance <= 1e6) maintenance += 1e6 + 1;
        // Less than 1.15 of the margin.
        uint256 held = uint256(equity) % ((uint256(maintenance) * 115 + 99) / 100);
        discount %= 1e6 + 1;
        uint256 fraction = auction.largestFraction(int128(uint128(held)), maintenance, discount);

        uint256 below = fraction - 1;
        uint256 remaining = held * 100 * (1e12 - below * (1e6 - discount));
        uint256 restored = uint256(maintenance) * 115 * (1e6 - below) * 1e6;
        assertTrue(fraction <= 1e6 && remaining <= restored, "one step below leaves it at or under 1.15");
    }

    function test_Price_FallsToTheKneeThenToZero() public {
        _open(90e6, 100e6);
        uint64 start = uint64(block.timestamp);

        _assertDiscount(start, 980_000);
        // Half way: (0.98 + 0.70) / 2.
        _assertDiscount(start + 450, 840_000);
        _assertDiscount(start + 900, 700_000);
        // Half way from 15 minutes to 12 hours.
        _assertDiscount(start + 900 + 21_150, 350_000);
        _assertDiscount(start + 43_200, 0);
        _assertDiscount(start + 50_000, 0);
    }

    function test_Price_WithoutAuction_IsRefused() public {
        vm.expectRevert(ILiquidationAuction.NoAuction.selector);
        auction.price(aliceAccount, NOW);
    }

    function test_OpenAttested_BelowMaintenance_Freezes() public {
        _open(90e6, 100e6);

        (, , , AccountState state) = vault.state(aliceAccount);
        assertTrue(state == AccountState.Auction, "frozen");
        assertEq(uint256(auction.auctionOf(aliceAccount).openedRound), round, "round");
    }

    function test_OpenAttested_AtMaintenance_IsRefused() public {
        _expectOpenRefused(
            _liquidation(100e6, 100e6),
            abi.encodeWithSelector(ILiquidationAuction.NotBelowMaintenance.selector, int128(100e6), uint128(100e6))
        );
    }

    /// @notice Ten in cash after the attestation: equity is 100 now, which meets the margin.
    function test_OpenAttested_AfterASavingDeposit_IsRefused() public {
        Attestation memory attestation = _liquidation(90e6, 100e6);
        _deposit(aliceAccount, 10e6);

        _expectOpenRefused(
            attestation,
            abi.encodeWithSelector(ILiquidationAuction.NotBelowMaintenance.selector, int128(100e6), uint128(100e6))
        );
    }

    function test_OpenAttested_AfterAStrangersDust_Opens() public {
        Attestation memory attestation = _liquidation(90e6, 100e6);
        _deposit(aliceAccount, 1);

        auction.openAttested(aliceAccount, attestation, _signed(attestation));

        assertTrue(auction.auctionOf(aliceAccount).startedAt != 0, "opened");
    }

    function test_OpenAttested_OfAnotherAccount_IsRefused() public {
        Attestation memory attestation = _liquidation(90e6, 100e6);
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(abi.encodeWithSelector(ILiquidationAuction.AccountMismatch.selector, aliceAccount, bobAccount));
        auction.openAttested(bobAccount, attestation, signatures);
    }

    function test_OpenAttested_WithAnotherPurpose_IsRefused() public {
        Attestation memory attestation = _liquidation(90e6, 100e6);
        attestation.purpose = Purpose.Report;

        _expectOpenRefused(attestation, abi.encodeWithSelector(IMarginVaultBase.WrongPurpose.selector, Purpose.Report));
    }

    function test_OpenAttested_OfAnOlderRound_IsRefused() public {
        Attestation memory attestation = _liquidation(90e6, 100e6);
        uint64 old = round;
        _nextRound(SPOT, 0);

        _expectOpenRefused(attestation, abi.encodeWithSelector(IMarketRegistry.NotLatestRound.selector, old, old + 1));
    }

    function test_OpenAttested_Twice_IsRefused() public {
        _open(90e6, 100e6);

        _expectOpenRefused(
            _liquidation(90e6, 100e6),
            abi.encodeWithSelector(ILiquidationAuction.AuctionExists.selector)
        );
    }

    function test_OpenAttested_AfterALapse_StartsAgain() public {
        _open(90e6, 100e6);
        vm.warp(block.timestamp + 15 minutes);
        _nextRound(SPOT, 0);

        _open(90e6, 100e6);

        assertEq(uint256(auction.auctionOf(aliceAccount).startedAt), block.timestamp, "started anew");
    }

    function test_OpenAttested_OfAWitnessableModel_IsRefused() public {
        bytes32 other = _scheduleModel(Capability.DISPUTE | Capability.WITNESS, 2);
        vm.prank(TIMELOCK);
        vault.adoptModel(other);

        _expectOpenRefused(
            _liquidation(90e6, 100e6),
            abi.encodeWithSelector(ILiquidationAuction.WitnessPathAvailable.selector)
        );
    }

    function test_ProveAttested_RenewsTheLease() public {
        _open(90e6, 100e6);
        vm.warp(block.timestamp + 10 minutes);
        _nextRound(SPOT, 0);

        _prove(90e6, 100e6);

        assertEq(uint256(auction.auctionOf(aliceAccount).provedAt), block.timestamp, "proved");
    }

    function test_ProveAttested_AfterTheLapse_IsRefused() public {
        _open(90e6, 100e6);
        uint64 until = uint64(block.timestamp) + 15 minutes;
        vm.warp(until - ROUND_LENGTH);
        _nextRound(SPOT, 0);
        Attestation memory attestation = _liquidation(90e6, 100e6);
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(abi.encodeWithSelector(ILiquidationAuction.LeaseLapsed.selector, until));
        auction.proveAttested(aliceAccount, attestation, signatures);
    }

    function test_ProveAttested_OfAHealthyAccount_IsRefused() public {
        _open(90e6, 100e6);
        Attestation memory attestation = _liquidation(101e6, 100e6);
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(
            abi.encodeWithSelector(ILiquidationAuction.NotBelowMaintenance.selector, int128(101e6), uint128(100e6))
        );
        auction.proveAttested(aliceAccount, attestation, signatures);
    }

    function test_Close_WhileTheLeaseRuns_IsRefused() public {
        _open(90e6, 100e6);

        vm.expectRevert(
            abi.encodeWithSelector(ILiquidationAuction.LeaseLive.selector, uint64(block.timestamp) + 15 minutes)
        );
        auction.close(aliceAccount);
    }

    function test_Close_AfterTheLapse_Unfreezes() public {
        _open(90e6, 100e6);
        vm.warp(block.timestamp + 15 minutes);

        auction.close(aliceAccount);

        (, , , AccountState state) = vault.state(aliceAccount);
        assertTrue(state == AccountState.Active, "active");
    }

    function test_Close_WithoutAuction_IsRefused() public {
        vm.expectRevert(ILiquidationAuction.NoAuction.selector);
        auction.close(aliceAccount);
    }

    function _assertDiscount(uint64 time, uint256 expected) private view {
        (uint32 discount, uint32 premium) = auction.price(aliceAccount, time);
        assertEq(uint256(discount), expected, "discount");
        assertEq(uint256(premium), 0, "premium");
    }

    function _expectOpenRefused(Attestation memory attestation, bytes memory reason) private {
        Signatures memory signatures = _signed(attestation);
        vm.expectRevert(reason);
        auction.openAttested(aliceAccount, attestation, signatures);
    }
}
