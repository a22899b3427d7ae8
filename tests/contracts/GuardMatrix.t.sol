// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {AuctionFixture} from "./support/AuctionFixture.sol";
import {PlainToken} from "./support/Tokens.sol";
import {ILiquidationAuction} from "../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarketRegistry} from "../../contracts/interfaces/IMarketRegistry.sol";
import {IVaultExits} from "../../contracts/interfaces/IVaultExits.sol";
import {IVaultTrading} from "../../contracts/interfaces/IVaultTrading.sol";
import {Attestation, Purpose, Row, WithdrawRequest} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Every action on an account against every state of the account, a pause, and a stale market.
/// @notice Each call is valid but for its column. GUARDS.md lists every function; GuardRoles.t.sol shows who may call.
contract GuardMatrixTests is AuctionFixture {
    enum Column {
        None,
        Active,
        Auction,
        Insolvent,
        Paused,
        Stale
    }

    struct Action {
        string name;
        address by;
        address target;
        bytes data;
    }

    bytes4 private constant PASSES = 0;
    bytes4 private constant UNKNOWN = IMarginVaultBase.AccountUnknown.selector;
    bytes4 private constant FROZEN = IMarginVaultBase.AccountFrozen.selector;
    bytes4 private constant PAUSED = IMarginVaultBase.PausedUntil.selector;
    bytes4 private constant STALE = IMarketRegistry.SnapshotStale.selector;
    bytes4 private constant NO_EXIT = IMarginVaultBase.ExitUnknown.selector;
    bytes4 private constant NO_AUCTION = ILiquidationAuction.NoAuction.selector;

    /// @notice Alice queued 10 of her cash of 100 and may finalise now.
    function setUp() public override {
        super.setUp();
        PlainToken token = new PlainToken(18);
        vm.prank(TIMELOCK);
        vault.registerAsset("ETH", address(token), 1_000e8);
        token.mint(alice, 1e18);
        vm.prank(alice);
        token.approve(address(vault), 1e18);
        cash.mint(STRANGER, 2e6);
        vm.prank(STRANGER);
        cash.approve(address(vault), 2e6);

        WithdrawRequest memory request = WithdrawRequest(aliceAccount, 0, 10e6, RECIPIENT);
        Attestation memory attestation = _withdrawal(request);
        bytes memory data = abi.encodeCall(IVaultExits.requestWithdraw, (request, attestation, _signed(attestation)));
        _call(Action("requestWithdraw", alice, address(vault), data));
        vm.warp(block.timestamp + 6 hours);
        _nextRound(SPOT, 0);
    }

    function test_Open_InEveryState() public {
        bytes4 exists = IMarginVaultBase.AccountExists.selector;
        _assertRow(_reopening, [PASSES, exists, exists, exists, exists, exists]);
    }

    function test_Deposit_InEveryState() public {
        _assertRow(_depositing, [UNKNOWN, PASSES, PASSES, PASSES, PASSES, PASSES]);
    }

    function test_DepositCollateral_InEveryState() public {
        _assertRow(_depositingCollateral, [UNKNOWN, PASSES, FROZEN, FROZEN, PASSES, PASSES]);
    }

    function test_Withdraw_InEveryState() public {
        _assertRow(_withdrawing, [UNKNOWN, PASSES, FROZEN, FROZEN, PAUSED, STALE]);
    }

    function test_RequestWithdraw_InEveryState() public {
        _assertRow(_requesting, [UNKNOWN, PASSES, FROZEN, FROZEN, PAUSED, STALE]);
    }

    /// @notice Alice holds rows; what has none leaves in VaultExits.t.sol.
    function test_WithdrawFlat_InEveryState() public {
        bytes4 rows = IMarginVaultBase.NotFlat.selector;
        _assertRow(_withdrawingFlat, [UNKNOWN, rows, FROZEN, FROZEN, PAUSED, rows]);
    }

    function test_FinaliseWithdraw_InEveryState() public {
        _assertRow(_finalising, [NO_EXIT, PASSES, FROZEN, NO_EXIT, PASSES, PASSES]);
    }

    function test_CancelWithdraw_InEveryState() public {
        _assertRow(_cancelling, [NO_EXIT, PASSES, PASSES, NO_EXIT, PASSES, PASSES]);
    }

    function test_CancelOrders_InEveryState() public {
        _assertRow(_cancellingOrders, [PASSES, PASSES, PASSES, PASSES, PASSES, PASSES]);
    }

    function test_ClearOfATrade_InEveryState() public {
        _assertRow(_trading, [UNKNOWN, PASSES, FROZEN, FROZEN, PAUSED, STALE]);
    }

    function test_ClearOfAReduction_InEveryState() public {
        _assertRow(_reducing, [UNKNOWN, PASSES, FROZEN, FROZEN, PASSES, STALE]);
    }

    /// @notice None of Alice's rows has expired; that is asked after the state.
    function test_Settle_InEveryState() public {
        bytes4 live = IMarginVaultBase.NotExpired.selector;
        _assertRow(_settling, [UNKNOWN, live, live, live, live, live]);
    }

    function test_RealiseBadDebt_InEveryState() public {
        bytes4 none = IMarginVaultBase.NoBadDebt.selector;
        _assertRow(_realising, [none, none, none, none, none, none]);
    }

    function test_OpenAttested_InEveryState() public {
        bytes4 exists = ILiquidationAuction.AuctionExists.selector;
        _assertRow(_opening, [UNKNOWN, PASSES, exists, exists, PASSES, STALE]);
    }

    function test_ProveAttested_InEveryState() public {
        _assertRow(_proving, [NO_AUCTION, NO_AUCTION, PASSES, PASSES, NO_AUCTION, NO_AUCTION]);
    }

    function test_BidAttested_InEveryState() public {
        _assertRow(_bidding, [NO_AUCTION, NO_AUCTION, PASSES, PASSES, NO_AUCTION, NO_AUCTION]);
    }

    function test_Close_InEveryState() public {
        bytes4 live = ILiquidationAuction.LeaseLive.selector;
        _assertRow(_closing, [NO_AUCTION, NO_AUCTION, live, live, NO_AUCTION, NO_AUCTION]);
    }

    function _assertRow(function(Column) internal returns (Action memory) make, bytes4[6] memory expected) private {
        for (uint256 i = 0; i < 6; ++i) {
            uint256 before = vm.snapshotState();
            _enter(Column(i));
            Action memory action = make(Column(i));
            (bool done, bytes memory answer) = _call(action);
            bytes4 given = done ? PASSES : bytes4(answer);
            assertEq(bytes32(given), bytes32(expected[i]), string.concat(action.name, ", column ", vm.toString(i)));
            vm.revertToState(before);
        }
    }

    function _enter(Column column) private {
        if (column == Column.Auction) _open(90e6, 100e6);
        if (column == Column.Insolvent) _open(-50e6, 100e6);
        if (column == Column.Auction || column == Column.Insolvent) _nextRound(SPOT, 0);
        if (column == Column.Stale) vm.warp(block.timestamp + 61);
        if (column != Column.Paused) return;
        vm.startPrank(GUARDIAN);
        vault.pause(0, 1 hours);
        vault.pause(1, 1 hours);
        vm.stopPrank();
    }

    function _call(Action memory action) private returns (bool, bytes memory) {
        vm.prank(action.by);
        return action.target.call(action.data);
    }

    /// @notice Alice's account, or one that she has not opened.
    function _subject(Column column) private view returns (bytes32) {
        return column == Column.None ? bytes32(uint256(aliceAccount) | 99) : aliceAccount;
    }

    function _onVault(string memory name, address by, bytes memory data) private view returns (Action memory) {
        return Action(name, by, address(vault), data);
    }

    function _reopening(Column column) private view returns (Action memory) {
        uint96 subaccount = column == Column.None ? 99 : 0;
        return _onVault("open", alice, abi.encodeCall(IMarginVault.open, (subaccount)));
    }

    function _depositing(Column column) private view returns (Action memory) {
        return _onVault("deposit", STRANGER, abi.encodeCall(IMarginVault.deposit, (_subject(column), 1e6)));
    }

    function _depositingCollateral(Column column) private view returns (Action memory) {
        bytes memory data = abi.encodeCall(IMarginVault.depositCollateral, (_subject(column), 1, 1e8));
        return _onVault("depositCollateral", alice, data);
    }

    function _request(Column column) private view returns (WithdrawRequest memory request, Attestation memory gate) {
        request = WithdrawRequest(_subject(column), 0, 50e6, RECIPIENT);
        gate = _withdrawal(request);
    }

    function _withdrawing(Column column) private view returns (Action memory) {
        (WithdrawRequest memory request, Attestation memory gate) = _request(column);
        return _onVault("withdrawAttested", alice, _instantCall(request, gate, _signed(gate)));
    }

    function _requesting(Column column) private view returns (Action memory) {
        (WithdrawRequest memory request, Attestation memory gate) = _request(column);
        bytes memory data = abi.encodeCall(IVaultExits.requestWithdraw, (request, gate, _signed(gate)));
        return _onVault("requestWithdraw", alice, data);
    }

    function _withdrawingFlat(Column column) private view returns (Action memory) {
        (WithdrawRequest memory request, ) = _request(column);
        return _onVault("withdrawFlat", alice, abi.encodeCall(IVaultExits.withdrawFlat, (request)));
    }

    function _finalising(Column column) private view returns (Action memory) {
        uint256 exitId = column == Column.None ? 2 : 1;
        return _onVault("finaliseWithdraw", STRANGER, abi.encodeCall(IVaultExits.finaliseWithdraw, (exitId)));
    }

    function _cancelling(Column column) private view returns (Action memory) {
        uint256 exitId = column == Column.None ? 2 : 1;
        return _onVault("cancelWithdraw", alice, abi.encodeCall(IVaultExits.cancelWithdraw, (exitId)));
    }

    function _cancellingOrders(Column column) private view returns (Action memory) {
        return _onVault("cancelOrders", alice, abi.encodeCall(IMarginVault.cancelOrders, (_subject(column), 7)));
    }

    function _trading(Column column) private returns (Action memory) {
        Batch memory batch = _pair(_subject(column), ALICE_KEY, bobAccount, BOB_KEY, _perpetual(), 1e8, SPOT);
        return _clearing("clear, Trade", column, batch, 3e8, Purpose.Trade);
    }

    function _reducing(Column column) private returns (Action memory) {
        Batch memory batch = _pair(bobAccount, BOB_KEY, _subject(column), ALICE_KEY, _perpetual(), 1e8, SPOT);
        return _clearing("clear, Reduce", column, batch, 1e8, Purpose.Reduce);
    }

    /// @notice Both sides under attestations of the same purpose; the prior excess of either is far below.
    function _clearing(
        string memory name,
        Column column,
        Batch memory batch,
        int64 quantity,
        Purpose purpose
    ) private view returns (Action memory) {
        bytes32 account = _subject(column);
        Row[] memory after_ = _debtorRows();
        after_[0] = _row(_perpetual(), quantity, SPOT, 0);
        _addChange(batch, account, _debtorRows(), after_, _cashOf(account), purpose);
        _addChange(batch, bobAccount, _writerRows(-2e8), _writerRows(-quantity), _cashOf(bobAccount), purpose);
        if (purpose == Purpose.Reduce) {
            _setPriorExcess(batch, 0, -1_000_000e6);
            _setPriorExcess(batch, 1, -1_000_000e6);
        }
        return
            _onVault(
                name,
                STRANGER,
                abi.encodeCall(
                    IVaultTrading.clear,
                    (batch.fills, batch.orders, batch.signatures, batch.changes, sections)
                )
            );
    }

    function _settling(Column column) private view returns (Action memory) {
        Row[] memory rows = column == Column.None ? _none() : _debtorRows();
        return _onVault("settle", STRANGER, abi.encodeCall(IVaultTrading.settle, (_subject(column), rows)));
    }

    function _realising(Column column) private view returns (Action memory) {
        return _onVault("realiseBadDebt", STRANGER, abi.encodeCall(IMarginVault.realiseBadDebt, (_subject(column))));
    }

    function _breach(Column column) private view returns (Attestation memory attestation) {
        attestation = _liquidation(column == Column.Insolvent ? int128(-50e6) : int128(90e6), 100e6);
        attestation.account = _subject(column);
    }

    function _opening(Column column) private view returns (Action memory) {
        Attestation memory breach = _breach(column);
        bytes memory data = abi.encodeCall(
            ILiquidationAuction.openAttested,
            (_subject(column), breach, _signed(breach))
        );
        return Action("openAttested", STRANGER, address(auction), data);
    }

    function _proving(Column column) private view returns (Action memory) {
        Attestation memory breach = _breach(column);
        bytes memory data = abi.encodeCall(
            ILiquidationAuction.proveAttested,
            (_subject(column), breach, _signed(breach))
        );
        return Action("proveAttested", STRANGER, address(auction), data);
    }

    function _bidding(Column column) private view returns (Action memory) {
        Row[] memory tenth = new Row[](3);
        tenth[0] = _row(_perpetual(), 2e7, SPOT, 0);
        tenth[1] = _row(_call(), 3e7, 0, 0);
        tenth[2] = _row(_put, 2e7, 0, 0);
        (ILiquidationAuction.Bid memory bid, Attestation memory gate) = _bidOf(100_000, 1e12, _debtorRows(), tenth, 0);
        bid.account = _subject(column);
        Attestation memory breach = _breach(column);
        bytes memory data = abi.encodeCall(
            ILiquidationAuction.bidAttested,
            (bid, breach, _signed(breach), gate, _signed(gate))
        );
        return Action("bidAttested", carol, address(auction), data);
    }

    function _closing(Column column) private view returns (Action memory) {
        return
            Action("close", STRANGER, address(auction), abi.encodeCall(ILiquidationAuction.close, (_subject(column))));
    }
}
