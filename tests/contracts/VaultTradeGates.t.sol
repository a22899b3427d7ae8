// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;
import {TradeFixture} from "./support/TradeFixture.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {AccountChange, AccountState, Purpose, Row, WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title The gates of both accounts of a trade: Trade and Reduce.
contract VaultTradeGateTests is TradeFixture {
    function setUp() public override {
        super.setUp();
        _deposit(aliceAccount, 100_000e6);
        _deposit(bobAccount, 100_000e6);
    }

    function test_Clear_Again_InTheNextBlock_IsRefused() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        vm.roll(BLOCK + 1);
        vm.setBlockhash(BLOCK, keccak256("block"));
        Batch memory batch = _closeBatch();

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.BookChangedTooSoon.selector, BLOCK + 2));
    }

    function test_Clear_WithAnAccountTwice_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.changes[1] = batch.changes[0];

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.BookChangedTooSoon.selector, BLOCK + 2));
    }

    function test_Clear_OfOtherRows_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.changes[0].rowsBefore = _one(_row(_future(), 1, 1, 0));

        _expectRefused(
            batch,
            abi.encodeWithSelector(
                IMarginVaultBase.BookMismatch.selector,
                _rowsHash(batch.changes[0].rowsBefore),
                _rowsHash(_none())
            )
        );
    }

    function test_Clear_WithoutTheSellersChange_IsRefused() public {
        _expectMissing(0, bobAccount);
    }

    function test_Clear_WithoutTheBuyersChange_IsRefused() public {
        _expectMissing(1, aliceAccount);
    }

    function _expectMissing(uint256 shown, bytes32 missing) private {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        AccountChange[] memory only = new AccountChange[](1);
        only[0] = batch.changes[shown];
        batch.changes = only;

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.AccountChangeMissing.selector, missing));
    }

    function test_Clear_OfAFrozenAccount_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        vm.prank(address(auction));
        vault.freeze(aliceAccount);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.AccountFrozen.selector, AccountState.Auction));
    }

    function test_Clear_OfTheWrongBookAfterwards_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        bytes32 wrong = _bookHash(aliceAccount, _one(_row(_perpetual(), 1e8 + 1, SPOT, 0)));
        bytes32 right = batch.changes[0].attestation.bookHash;
        batch.changes[0].attestation.bookHash = wrong;
        _resign(batch.changes[0]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.BookMismatch.selector, wrong, right));
    }

    function test_Clear_OfOrdersNotAttested_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.changes[0].attestation.actionHash = keccak256("other orders");
        _resign(batch.changes[0]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.ActionMismatch.selector));
    }

    function test_Clear_WithAWithdrawalsAttestation_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.changes[0].attestation.purpose = Purpose.Withdraw;
        _resign(batch.changes[0]);

        _expectRefused(batch, abi.encodeWithSelector(IMarginVaultBase.WrongPurpose.selector, Purpose.Withdraw));
    }

    function test_Clear_ThatIncreasesBelowTheInitialMargin_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        batch.changes[1].attestation.equity = 79_999e6;
        _resign(batch.changes[1]);

        _expectRefused(
            batch,
            abi.encodeWithSelector(IMarginVaultBase.InitialMarginNotMet.selector, int128(79_999e6), uint128(80_000e6))
        );
    }

    /// @notice Equity 70,000 is between maintenance 60,000 and initial 80,000; the excess of -10,000 is what it was.
    function test_Clear_ThatReducesBetweenTheMargins_Passes() public {
        Batch memory batch = _reduceBatch(70_000e6, -110_000e6);

        _clear(batch);

        _assertInterest(_perpetual(), 0);
    }

    /// @notice Taking the hedge off raises the initial margin: the excess falls by a micro-unit, and that is enough.
    function test_Clear_ThatReducesTheExcess_IsRefused() public {
        Batch memory batch = _reduceBatch(70_000e6, -110_000e6 + 1);

        _expectRefused(
            batch,
            abi.encodeWithSelector(
                IMarginVaultBase.ExcessNotImproved.selector,
                int128(-10_000e6 + 1),
                int128(-10_000e6)
            )
        );
    }

    function test_Clear_ThatReducesBelowTheMaintenanceMargin_IsRefused() public {
        Batch memory batch = _reduceBatch(60_000e6 - 1, -200_000e6);

        _expectRefused(
            batch,
            abi.encodeWithSelector(
                IMarginVaultBase.MaintenanceMarginNotMet.selector,
                int128(60_000e6 - 1),
                uint128(60_000e6)
            )
        );
    }

    /// @notice Dust raises the cash before and the cash after alike, so it cannot spoil a tight reduction.
    function test_Clear_ThatReducesAfterAStrangersDust_Passes() public {
        Batch memory batch = _reduceBatch(70_000e6, -110_000e6);
        _deposit(aliceAccount, 1);

        _clear(batch);

        _assertInterest(_perpetual(), 0);
    }

    function test_Clear_WhileTradesArePaused_StopsOnlyIncreases() public {
        Batch memory reduction = _reduceBatch(70_000e6, -110_000e6);
        reduction.changes[1].attestation.purpose = Purpose.Reduce;
        _setPriorExcess(reduction, 1, -100_000e6);
        Batch memory increase = _aliceBuys(_perpetual(), 1e8, SPOT);
        Row memory row = _row(_perpetual(), 2e8, SPOT, 0);
        _addChange(increase, aliceAccount, _one(row), _one(_row(_perpetual(), 3e8, SPOT, 0)), 100_000e6, Purpose.Trade);
        vm.prank(GUARDIAN);
        vault.pause(1, 1 hours);

        _expectRefused(
            increase,
            abi.encodeWithSelector(IMarginVaultBase.PausedUntil.selector, uint64(block.timestamp) + 1 hours)
        );
        _clear(reduction);

        _assertInterest(_perpetual(), 0);
    }

    function test_Clear_ThatIncreasesAfterAJump_IsRefused() public {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        _nextRound(60_000e8, 0);
        Batch memory increase = _aliceBuys(_perpetual(), 1e8, 60_000e8);
        Row memory row = _row(_perpetual(), 2e8, SPOT, 0);
        // (2 * 50,000 + 60,000) / 3 is periodic: floored, and its remainder of 1e-8 paid, floored.
        Row memory larger = _row(_perpetual(), 3e8, 5_333_333_333_333, 0);
        _addChange(increase, aliceAccount, _one(row), _one(larger), 100_000e6 - 1, Purpose.Trade);

        _expectRefused(increase, abi.encodeWithSelector(IMarketRegistry.MarketNotCalm.selector, uint64(1), uint64(0)));
    }

    function test_Clear_WithOtherSections_IsRefused() public {
        Batch memory batch = _openBatch(_perpetual(), 1e8, SPOT, 0);
        sections[1] = bytes.concat(sections[1], bytes32(0));
        bytes32 given = keccak256(
            abi.encode(
                keccak256("VM1.MARKET"),
                round,
                uint64(block.timestamp),
                2,
                keccak256(sections[0]),
                keccak256(sections[1])
            )
        );

        _expectRefused(batch, abi.encodeWithSelector(IMarketRegistry.MarketHashMismatch.selector, given, marketHash));
    }

    /// @notice Alice closes under a Reduce attestation of this equity and prior excess; Bob trades.
    function _reduceBatch(int128 equity, int128 priorExcess) private returns (Batch memory batch) {
        _openPosition(_perpetual(), 2e8, SPOT, 0);
        _nextRound(SPOT, 0);
        batch = _closeBatch();
        batch.changes[0].attestation.purpose = Purpose.Reduce;
        batch.changes[0].attestation.equity = equity;
        batch.changes[0].attestation.priorExcess = priorExcess;
        _resign(batch.changes[0]);
    }

    function test_WithdrawFlat_WithRows_IsRefused() public {
        _openPosition(_perpetual(), 1e8, SPOT, 0);

        vm.prank(alice);
        vm.expectRevert(IMarginVaultBase.NotFlat.selector);
        vault.withdrawFlat(WithdrawRequest(aliceAccount, 0, 1, RECIPIENT));
    }
}
