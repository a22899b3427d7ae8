// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {TradeFixture} from "./TradeFixture.sol";
import {FollowedRows} from "./FollowedRows.sol";
import {PlainToken} from "./Tokens.sol";
import {ILiquidationAuction} from "../../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVault} from "../../../contracts/interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "../../../contracts/interfaces/IMarginVaultBase.sol";
import {IVaultExits} from "../../../contracts/interfaces/IVaultExits.sol";
import {Attestation, Purpose, Row, Signatures, WithdrawRequest} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title Random deposits, trades, exits and slices of four accounts; the last one only deposits and withdraws.
/// @notice Rows are kept here from the vault's own events, so that books can be recomputed.
contract VaultHandler is TradeFixture {
    using FollowedRows for FollowedRows.Books;

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
    FollowedRows.Books private _books;
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
        if (done) _books.follow(vm.getRecordedLogs());
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
        flooredOperations += 2 * _books.rows[accounts[debtor]].length;
        vm.warp(block.timestamp + 15 minutes);
        auction.close(accounts[debtor]);
        _nextRound(SPOT, _fundingIndex);
    }

    function rowsOf(uint256 who) external view returns (Row[] memory) {
        return _books.rows[accounts[who]];
    }

    /// @notice What the vault must hold for everybody, times 1e14: cash, queued cash and insurance, and what the rows'
    /// own entries and indices still owe each other.
    function liabilities() external view returns (int256 total) {
        (uint128 insurance, ) = vault.insuranceAndShortfall();
        total = int256(uint256(insurance)) * 1e14;
        for (uint256 i = 0; i < 4; ++i) {
            IMarginVaultBase.Account memory account = vault.accountOf(accounts[i]);
            total += (int256(account.cash) + int256(uint256(account.queuedCash))) * 1e14;
            total += _books.owedTo(accounts[i]);
        }
    }

    function openInterestOf(bytes32 instrument) external view returns (int256 long, int256 short) {
        for (uint256 i = 0; i < 4; ++i) {
            int256 quantity = _books.quantityOf(accounts[i], instrument);
            if (quantity > 0) long += quantity;
            else short -= quantity;
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
                abi.encode(keccak256("VM1.BOOK"), address(vault), account, _rowsHash(_books.rows[account]), collateral)
            );
    }

    /// @notice Whether each account without rows can take out all that it has, now.
    function flatAccountsCanLeave() external returns (bool) {
        uint256 before = vm.snapshotState();
        for (uint256 i = 0; i < 4; ++i) {
            int128 held = _cashOf(accounts[i]);
            if (_books.rows[accounts[i]].length != 0 || held <= 0) continue;
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

    function _checkRise(uint256 who, uint64 before, bool done) private {
        if (_sequenceOf(accounts[who]) != (done ? before + 1 : before)) sequenceBroken = true;
    }

    function _breach(bytes32 account) private view returns (Attestation memory breach) {
        breach = _attestation(account, Purpose.Liquidate);
        (breach.equity, breach.maintenanceMargin) = (90e6, 100e6);
    }

    function _addOpenChange(Batch memory batch, bytes32 account) private view {
        _addChange(batch, account, _books.rows[account], _none(), type(int64).min, Purpose.Trade);
    }

    function _bidWithLearnedBook(uint256 debtor, uint256 bidder, uint32 fraction) private returns (bool done) {
        ILiquidationAuction.Bid memory bid = ILiquidationAuction.Bid(
            accounts[debtor],
            accounts[bidder],
            fraction,
            1e12,
            _books.rows[accounts[debtor]],
            _books.rows[accounts[bidder]]
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
        if (done) _books.follow(vm.getRecordedLogs());
    }

    function _positive(int64 number) private pure returns (int64) {
        return number < 0 ? -(number + 1) : number;
    }
}
