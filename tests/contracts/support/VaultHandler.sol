// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TradeFixture} from "./TradeFixture.sol";
import {Vm} from "./Test.sol";
import {PlainToken} from "./Tokens.sol";
import {ILiquidationAuction} from "../../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVault} from "../../../contracts/interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "../../../contracts/interfaces/IMarginVaultBase.sol";
import {IVaultExits} from "../../../contracts/interfaces/IVaultExits.sol";
import {IVaultTrading} from "../../../contracts/interfaces/IVaultTrading.sol";
import {Attestation, Purpose, Row, Signatures, WithdrawRequest} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title Random deposits, trades, exits and slices of four accounts; the last one only deposits and withdraws.
/// @notice Rows are kept here from the vault's own events, so that books can be recomputed.
contract VaultHandler is TradeFixture {
    struct Balance {
        uint256 deposited;
        uint256 withdrawn;
    }

    uint256 internal constant SAVER = 3;
    uint256 private constant SAVER_KEY = 0x5A7E4;

    bytes32[4] public accounts;
    uint256 public donated;
    /// @notice Each can destroy up to two micro-units.
    uint256 public flooredOperations;
    bool public sequenceBroken;
    Balance public saver;

    uint256[4] private _keys = [ALICE_KEY, BOB_KEY, CAROL_KEY, SAVER_KEY];
    mapping(bytes32 account => Row[]) private _rows;
    PlainToken private _ether;
    int64 private _fundingIndex;

    constructor() {
        setUp();
        accounts = [aliceAccount, bobAccount, carolAccount, _openAccount(vm.addr(SAVER_KEY))];
        _ether = new PlainToken(18);
        vm.prank(TIMELOCK);
        vault.registerAsset("ETH", address(_ether), 1_000_000e8);
        for (uint256 i = 0; i < SAVER; ++i) _deposit(accounts[i], 1_000_000e6);
    }

    function deposit(uint256 who, uint128 amount) external {
        (who, amount) = (who % 4, (amount % 1_000e6) + 1);
        uint64 before = _sequenceOf(accounts[who]);
        _deposit(accounts[who], amount);
        if (who == SAVER) saver.deposited += amount;
        if (_sequenceOf(accounts[who]) != before) sequenceBroken = true;
    }

    function depositCollateral(uint256 who, uint128 amount) external {
        (who, amount) = (who % SAVER, (amount % 10e8) + 1);
        address owner = vm.addr(_keys[who]);
        _ether.mint(owner, uint256(amount) * 1e10);
        uint64 before = _sequenceOf(accounts[who]);
        vm.startPrank(owner);
        _ether.approve(address(vault), uint256(amount) * 1e10);
        (bool done, ) = address(vault).call(abi.encodeCall(IMarginVault.depositCollateral, (accounts[who], 1, amount)));
        vm.stopPrank();
        _checkRise(who, before, done);
    }

    function donate(uint128 amount) external {
        cash.mint(address(vault), amount % 1_000e6);
        donated += amount % 1_000e6;
    }

    function fundInsurance(uint128 amount) external {
        amount = (amount % 1_000e6) + 1;
        cash.mint(address(this), amount);
        cash.approve(address(vault), amount);
        vault.fundInsurance(amount);
    }

    /// @notice The index moves by at most 0.75 % of the lowest price in eight hours: 153,125,000,000 in a round.
    function advance(int64 price, int64 funding) external {
        _fundingIndex += funding % 153_125_000_001;
        _nextRound(49_000e8 + (_positive(price) % 2_000e8), _fundingIndex);
    }

    function withdraw(uint256 who, uint128 amount, bool queued) external {
        who = who % 4;
        WithdrawRequest memory request = WithdrawRequest(accounts[who], 0, (amount % 1_000e6) + 1, RECIPIENT);
        Attestation memory attestation = _withdrawal(request);
        Signatures memory signatures = _signed(attestation);
        bytes memory data =
            queued
                ? abi.encodeCall(IVaultExits.requestWithdraw, (request, attestation, signatures))
                : _instantCall(request, attestation, signatures);
        uint64 before = _sequenceOf(accounts[who]);
        vm.prank(vm.addr(_keys[who]));
        (bool done, ) = address(vault).call(data);
        if (done && who == SAVER) saver.withdrawn += request.amount;
        _checkRise(who, before, done);
    }

    function withdrawFlat(uint256 who, uint128 amount) external {
        who = who % 4;
        WithdrawRequest memory request = WithdrawRequest(accounts[who], 0, (amount % 1_000e6) + 1, RECIPIENT);
        uint64 before = _sequenceOf(accounts[who]);
        vm.prank(vm.addr(_keys[who]));
        (bool done, ) = address(vault).call(abi.encodeCall(IVaultExits.withdrawFlat, (request)));
        if (done && who == SAVER) saver.withdrawn += request.amount;
        _checkRise(who, before, done);
    }

    function finalise(uint256 exitId, bool cancelled) external {
        exitId = exitId % 16;
        IMarginVaultBase.PendingExit memory exit = vault.exitOf(exitId);
        vm.warp(block.timestamp + 6 hours);
        vm.roll(block.number + 2);
        _registerRound(SPOT, _fundingIndex);
        vm.prank(address(bytes20(exit.account)));
        (bool done, ) = cancelled
            ? address(vault).call(abi.encodeCall(IVaultExits.cancelWithdraw, (exitId)))
            : address(vault).call(abi.encodeCall(IVaultExits.finaliseWithdraw, (exitId)));
        if (done && cancelled && exit.account == accounts[SAVER]) saver.withdrawn -= exit.amount;
    }

    function trade(uint256 buyer, uint256 seller, uint256 kind, uint64 quantity, int64 offset) external {
        (buyer, seller, kind) = (buyer % SAVER, seller % SAVER, kind % 3);
        if (buyer == seller) seller = (seller + 1) % SAVER;
        quantity = (quantity % 1e7) + 1;
        bytes32 instrument = [_perpetual(), _future(), _call()][kind];
        int64 mark = kind == 2 ? int64(2_000e8) : engine.mark(instrument, uint64(block.timestamp), sections);
        int64 price = mark + (offset % (mark / 20));
        Batch memory batch = _pair(
            accounts[buyer],
            _keys[buyer],
            accounts[seller],
            _keys[seller],
            instrument,
            quantity,
            price
        );
        _addOpenChange(batch, accounts[buyer]);
        _addOpenChange(batch, accounts[seller]);
        (uint64 before, uint64 before2) = (_sequenceOf(accounts[buyer]), _sequenceOf(accounts[seller]));
        bool done = _clearWithLearnedBooks(batch);
        _checkRise(buyer, before, done);
        _checkRise(seller, before2, done);
        flooredOperations += 2;
    }

    /// @notice Opens an auction on one account, sells one slice to another, and lets the lease lapse.
    function liquidate(uint256 debtor, uint256 bidder, uint32 fraction) external {
        (debtor, bidder, fraction) = (debtor % SAVER, bidder % SAVER, (fraction % 200_000) + 10_000);
        if (debtor == bidder) bidder = (bidder + 1) % SAVER;
        _nextRound(SPOT, _fundingIndex);
        Attestation memory breach = _breach(accounts[debtor]);
        auction.openAttested(accounts[debtor], breach, _signed(breach));
        _nextRound(SPOT, _fundingIndex);
        (uint64 before, uint64 before2) = (_sequenceOf(accounts[debtor]), _sequenceOf(accounts[bidder]));
        bool done = _bidWithLearnedBook(debtor, bidder, fraction);
        _checkRise(debtor, before, done);
        _checkRise(bidder, before2, done);
        flooredOperations += 2 * _rows[accounts[debtor]].length;
        vm.warp(block.timestamp + 15 minutes);
        auction.close(accounts[debtor]);
        _nextRound(SPOT, _fundingIndex);
    }

    function rowsOf(uint256 who) external view returns (Row[] memory) {
        return _rows[accounts[who]];
    }

    /// @notice What the vault must hold for everybody, times 1e14: cash, queued cash and insurance, and what the rows'
    /// own entries and indices still owe each other.
    function liabilities() external view returns (int256 total) {
        (uint128 insurance, ) = vault.insuranceAndShortfall();
        total = int256(uint256(insurance)) * 1e14;
        for (uint256 i = 0; i < 4; ++i) {
            IMarginVaultBase.Account memory account = vault.accountOf(accounts[i]);
            total += (int256(account.cash) + int256(uint256(account.queuedCash))) * 1e14;
            Row[] storage rows = _rows[accounts[i]];
            for (uint256 j = 0; j < rows.length; ++j) total += _owed(uint256(rows[j].packed));
        }
    }

    function openInterestOf(bytes32 instrument) external view returns (int256 long, int256 short) {
        for (uint256 i = 0; i < 4; ++i) {
            Row[] storage rows = _rows[accounts[i]];
            for (uint256 j = 0; j < rows.length; ++j) {
                if (rows[j].instrument != instrument) continue;
                int256 quantity = int64(uint64(uint256(rows[j].packed) >> 192));
                if (quantity > 0) long += quantity;
                else short -= quantity;
            }
        }
    }

    function bookOf(uint256 who) external view returns (bytes32) {
        bytes32 account = accounts[who];
        uint128 held = vault.collateralOf(account, 1);
        bytes32 collateral =
            held == 0
                ? keccak256(abi.encode(keccak256("VM1.COLLATERAL"), 0))
                : keccak256(abi.encode(keccak256("VM1.COLLATERAL"), 1, bytes32("ETH"), uint256(held) << 128));
        return
            keccak256(
                abi.encode(keccak256("VM1.BOOK"), address(vault), account, _rowsHash(_rows[account]), collateral)
            );
    }

    /// @notice Whether each account without rows can take out all that it has, now.
    function flatAccountsCanLeave() external returns (bool) {
        uint256 before = vm.snapshotState();
        for (uint256 i = 0; i < 4; ++i) {
            int128 held = _cashOf(accounts[i]);
            if (_rows[accounts[i]].length != 0 || held <= 0) continue;
            vm.prank(vm.addr(_keys[i]));
            vault.withdrawFlat(WithdrawRequest(accounts[i], 0, uint128(held), RECIPIENT));
        }
        return vm.revertToState(before);
    }

    function theVault() external view returns (IMarginVault) {
        return vault;
    }

    function tokensHeld() external view returns (uint256) {
        return cash.balanceOf(address(vault));
    }

    function instruments() external pure returns (bytes32[3] memory) {
        return [_perpetual(), _future(), _call()];
    }

    function _owed(uint256 packed) private pure returns (int256) {
        int256 quantity = int64(uint64(packed >> 192));
        int256 entry = int64(uint64(packed >> 128));
        int256 index = int64(uint64(packed >> 64));
        return -quantity * entry * 1e4 + quantity * index;
    }

    function _checkRise(uint256 who, uint64 before, bool done) private {
        if (_sequenceOf(accounts[who]) != (done ? before + 1 : before)) sequenceBroken = true;
    }

    function _breach(bytes32 account) private view returns (Attestation memory breach) {
        breach = _attestation(account, Purpose.Liquidate);
        (breach.equity, breach.maintenanceMargin) = (90e6, 100e6);
    }

    function _addOpenChange(Batch memory batch, bytes32 account) private view {
        _addChange(batch, account, _rows[account], _none(), type(int64).min, Purpose.Trade);
    }

    /// @notice Clears; the vault's refusals tell the books that it computed, which are then signed.
    function _clearWithLearnedBooks(Batch memory batch) private returns (bool done) {
        for (uint256 i = 0; i < 3 && !done; ++i) {
            vm.recordLogs();
            bytes memory answer;
            (done, answer) = address(vault).call(
                abi.encodeCall(
                    IVaultTrading.clear,
                    (batch.fills, batch.orders, batch.signatures, batch.changes, sections)
                )
            );
            if (bytes4(answer) != IMarginVaultBase.BookMismatch.selector) break;
            batch.changes[i % 2].attestation.bookHash = _secondWord(answer);
            _resign(batch.changes[i % 2]);
        }
        _followRows(done);
    }

    function _bidWithLearnedBook(uint256 debtor, uint256 bidder, uint32 fraction) private returns (bool done) {
        ILiquidationAuction.Bid memory bid = ILiquidationAuction.Bid(
            accounts[debtor],
            accounts[bidder],
            fraction,
            1e12,
            _rows[accounts[debtor]],
            _rows[accounts[bidder]]
        );
        Attestation memory breach = _breach(accounts[debtor]);
        Attestation memory gate = _attestation(accounts[bidder], Purpose.Trade);
        (gate.cash, gate.equity) = (type(int64).min, 1e6);
        gate.actionHash = keccak256(abi.encode(accounts[debtor], accounts[bidder], fraction));
        Signatures memory breachSignatures = _signed(breach);
        for (uint256 i = 0; i < 2 && !done; ++i) {
            Signatures memory gateSignatures = _signed(gate);
            vm.recordLogs();
            vm.prank(vm.addr(_keys[bidder]));
            bytes memory answer;
            (done, answer) = address(auction).call(
                abi.encodeCall(ILiquidationAuction.bidAttested, (bid, breach, breachSignatures, gate, gateSignatures))
            );
            if (bytes4(answer) != IMarginVaultBase.BookMismatch.selector) break;
            gate.bookHash = _secondWord(answer);
        }
        _followRows(done);
    }

    /// @notice Applies the rows that the vault's events name.
    function _followRows(bool done) private {
        if (!done) return;
        Vm.Log[] memory logs = vm.getRecordedLogs();
        for (uint256 i = 0; i < logs.length; ++i) {
            if (logs[i].topics[0] != IMarginVaultBase.BookChanged.selector) continue;
            (, , Row[] memory changed) = abi.decode(logs[i].data, (uint64, bytes32, Row[]));
            for (uint256 j = 0; j < changed.length; ++j) _follow(_rows[logs[i].topics[1]], changed[j]);
        }
    }

    function _follow(Row[] storage rows, Row memory row) private {
        uint256 index = 0;
        while (index < rows.length && rows[index].instrument < row.instrument) ++index;
        bool known = index < rows.length && rows[index].instrument == row.instrument;
        if (row.packed == 0) {
            if (known) _remove(rows, index);
        } else if (known) {
            rows[index] = row;
        } else {
            rows.push(row);
            for (uint256 i = rows.length - 1; i > index; --i) rows[i] = rows[i - 1];
            rows[index] = row;
        }
    }

    function _remove(Row[] storage rows, uint256 index) private {
        for (uint256 i = index; i + 1 < rows.length; ++i) rows[i] = rows[i + 1];
        rows.pop();
    }

    function _secondWord(bytes memory answer) private pure returns (bytes32 word) {
        assembly ("memory-safe") {
            word := mload(add(answer, 0x44))
        }
    }

    function _positive(int64 number) private pure returns (int64) {
        return number < 0 ? -(number + 1) : number;
    }
}
