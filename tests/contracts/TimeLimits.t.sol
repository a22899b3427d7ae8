// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AuctionFixture} from "./support/AuctionFixture.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {Attestation, Purpose, Row, Signatures, WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title The vault's and the auction's time limits, a second before and a second after each.
/// @notice Those of the verifier and the registries are tested with them; THREATS.md lists all.
contract TimeLimitTests is AuctionFixture {
    function test_Pause_ASecondBeforeItsEnd_StillStops() public {
        uint64 until = uint64(block.timestamp) + 1 hours;
        vm.prank(GUARDIAN);
        vault.pause(0, 1 hours);
        WithdrawRequest memory request = WithdrawRequest(carolAccount, 0, 1e6, RECIPIENT);

        vm.warp(until - 1);
        vm.prank(carol);
        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.PausedUntil.selector, until));
        vault.withdrawFlat(request);
        vm.warp(until);
        vm.prank(carol);
        vault.withdrawFlat(request);

        assertEq(cash.balanceOf(RECIPIENT), 1e6, "paid at its end");
    }

    function test_PauseOfTrades_AtItsEnd_StopsNoMore() public {
        Batch memory batch = _carolBuys(_perpetual());
        uint64 until = uint64(block.timestamp) + 12;
        vm.prank(GUARDIAN);
        vault.pause(1, 12);

        vm.warp(until - 1);
        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.PausedUntil.selector, until));
        vm.warp(until);
        _clear(batch);

        assertEq(uint256(vault.accountOf(carolAccount).rowsCount), 1, "traded at its end");
    }

    function test_Order_AtItsDeadline_Clears() public {
        Batch memory batch = _carolBuys(_perpetual());
        uint64 deadline = uint64(block.timestamp) + 12;
        batch = _withDeadline(batch, deadline);

        vm.warp(deadline + 1);
        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.OrderExpired.selector, deadline));
        vm.warp(deadline);
        _clear(batch);

        assertEq(uint256(vault.accountOf(carolAccount).rowsCount), 1, "cleared");
    }

    function test_Instrument_ASecondBeforeItsExpiry_Trades() public {
        uint40 expiry = uint40(block.timestamp) + 12;
        bytes32 instrument = _instrument(expiry, 0, 3);
        Batch memory batch = _carolBuys(instrument);

        vm.warp(expiry);
        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.InstrumentNotTradable.selector, instrument));
        vm.warp(expiry - 1);
        _clear(batch);

        assertEq(uint256(vault.accountOf(carolAccount).rowsCount), 1, "traded");
    }

    function test_Settle_ASecondBeforeTheExpiry_IsRefused() public {
        uint40 expiry = uint40(block.timestamp) + 12;
        bytes32 instrument = _instrument(expiry, 0, 3);
        _clear(_carolBuys(instrument));
        Row[] memory rows = _one(_row(instrument, 1e8, SPOT, 0));

        vm.warp(expiry - 1);
        vm.expectRevert(IMarginVaultBase.NotExpired.selector);
        vault.settle(carolAccount, rows);
        vm.warp(expiry);
        _registerSettlement(expiry, SPOT);
        vault.settle(carolAccount, rows);

        assertEq(uint256(vault.accountOf(carolAccount).rowsCount), 0, "settled");
    }

    /// @notice Two blocks between row changes: the next one is too soon, the one after it is not.
    function test_Rows_TwoBlocksAfterAChange_MayChange() public {
        _clear(_carolBuys(_perpetual()));
        uint256 changed = vault.accountOf(carolAccount).rowsBlock;
        vm.roll(changed + 1);
        vm.setBlockhash(changed, keccak256("block"));
        Batch memory batch = _carolSells();
        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.BookChangedTooSoon.selector, changed + 2));

        vm.roll(changed + 2);
        _clear(batch);

        assertEq(uint256(vault.accountOf(carolAccount).rowsCount), 0, "closed");
    }

    function test_Lease_InItsLastSecond_IsRenewed() public {
        _open(90e6, 100e6);
        vm.warp(block.timestamp + 15 minutes - 1 - ROUND_LENGTH);
        _nextRound(SPOT, 0);

        _prove(90e6, 100e6);

        assertEq(uint256(auction.auctionOf(aliceAccount).provedAt), block.timestamp, "proved");
    }

    function test_Lease_InItsLastSecond_IsNotClosed() public {
        _open(90e6, 100e6);
        uint64 until = uint64(block.timestamp) + 15 minutes;
        vm.warp(until - 1);

        vm.expectRevert(abi.encodeWithSelector(ILiquidationAuction.LeaseLive.selector, until));
        auction.close(aliceAccount);
    }

    function test_Lease_InItsLastSecond_IsNotOpenedAnew() public {
        _open(90e6, 100e6);
        vm.warp(block.timestamp + 15 minutes - 1 - ROUND_LENGTH);
        _nextRound(SPOT, 0);
        Attestation memory attestation = _liquidation(90e6, 100e6);
        Signatures memory signatures = _signed(attestation);

        vm.expectRevert(ILiquidationAuction.AuctionExists.selector);
        auction.openAttested(aliceAccount, attestation, signatures);
    }

    function test_Liquidation_OfARoundSixtySecondsOld_Opens() public {
        uint64 observedAt = uint64(block.timestamp);
        vm.warp(observedAt + 61);
        Attestation memory attestation = _liquidation(90e6, 100e6);
        Signatures memory signatures = _signed(attestation);
        vm.expectRevert(abi.encodeWithSelector(IMarketRegistry.SnapshotStale.selector, observedAt, uint32(60)));
        auction.openAttested(aliceAccount, attestation, signatures);
        vm.warp(observedAt + 60);

        auction.openAttested(aliceAccount, attestation, signatures);

        assertTrue(auction.auctionOf(aliceAccount).startedAt != 0, "opened");
    }

    /// @notice Carol, flat, buys one from Bob at spot; the attestations live on through the limits above.
    function _carolBuys(bytes32 instrument) private returns (Batch memory batch) {
        batch = _pair(carolAccount, CAROL_KEY, bobAccount, BOB_KEY, instrument, 1e8, SPOT);
        _addCarolsTrade(batch, instrument);
    }

    function _addCarolsTrade(Batch memory batch, bytes32 instrument) private view {
        Row[] memory rows = _one(_row(instrument, 1e8, SPOT, 0));
        _addChange(batch, carolAccount, _none(), rows, _cashOf(carolAccount), Purpose.Trade);
        _addChange(batch, bobAccount, _writerRows(-2e8), _bobAfter(instrument), _cashOf(bobAccount), Purpose.Trade);
    }

    function _withDeadline(Batch memory batch, uint64 deadline) private view returns (Batch memory changed) {
        (changed.fills, changed.orders, changed.signatures) = (batch.fills, batch.orders, new bytes[](2));
        (changed.orders[0].deadline, changed.orders[1].deadline) = (deadline, deadline);
        changed.signatures[0] = _signOrder(CAROL_KEY, changed.orders[0]);
        changed.signatures[1] = _signOrder(BOB_KEY, changed.orders[1]);
        _addCarolsTrade(changed, _perpetual());
    }

    function _carolSells() private returns (Batch memory batch) {
        batch = _pair(bobAccount, BOB_KEY, carolAccount, CAROL_KEY, _perpetual(), 1e8, SPOT);
        Row[] memory rows = _one(_row(_perpetual(), 1e8, SPOT, 0));
        _addChange(batch, carolAccount, rows, _none(), _cashOf(carolAccount), Purpose.Trade);
        _addChange(batch, bobAccount, _writerRows(-3e8), _writerRows(-2e8), _cashOf(bobAccount), Purpose.Trade);
    }

    /// @notice The early futures of these tests sort between the perpetual and the options.
    function _bobAfter(bytes32 instrument) private view returns (Row[] memory rows) {
        if (instrument == _perpetual()) return _writerRows(-3e8);
        Row[] memory before = _writerRows(-2e8);
        rows = new Row[](4);
        (rows[0], rows[1], rows[2], rows[3]) = (before[0], _row(instrument, -1e8, SPOT, 0), before[1], before[2]);
    }
}
