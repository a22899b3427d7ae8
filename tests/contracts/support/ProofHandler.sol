// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {FollowedRows} from "./FollowedRows.sol";
import {ProofFixture} from "./ProofFixture.sol";
import {Promises} from "./Promises.sol";
import {ILiquidationAuction} from "../../../contracts/interfaces/ILiquidationAuction.sol";
import {IMarginVaultBase} from "../../../contracts/interfaces/IMarginVaultBase.sol";
import {ISelfProof} from "../../../contracts/interfaces/ISelfProof.sol";
import {IVaultExits} from "../../../contracts/interfaces/IVaultExits.sol";
import {
    AccountState,
    Attestation,
    Balance,
    MarginInput,
    MarketInput,
    Purpose,
    Row,
    Signatures,
    WithdrawRequest
} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title Random ways in and out of three accounts over the real engine: proofs, sessions, escapes, queued and disputed
/// exits, liquidation by witness, settlement, the end of the vault.
/// @notice The model is small enough that every margin is worked out here a second time, from the rows alone. Prices
/// move by at most four hundredths in a round, and stay between 30,000 and 70,000.
contract ProofHandler is ProofFixture, Promises {
    using FollowedRows for FollowedRows.Books;

    struct Health {
        int256 equity;
        int256 initial;
        int256 maintenance;
    }

    struct Proof {
        bytes32 session;
        WithdrawRequest request;
    }

    uint256 internal constant ACCOUNTS = 3;
    /// @notice What the engine's roundings may differ by from the exact figures, micro-units: one for each row, one
    /// for collateral, one for each multiplier.
    int256 private constant ROUNDING = 5;
    int256 private constant UNIT = 1e14;

    uint256 public donated;
    /// @notice Each may destroy up to two micro-units.
    uint256 public flooredOperations;

    bytes32[ACCOUNTS] private _accounts;
    uint256[ACCOUNTS] private _keys = [ALICE_KEY, BOB_KEY, CAROL_KEY];
    FollowedRows.Books private _books;
    Proof[ACCOUNTS] private _proofs;
    int64 private _price = SPOT;
    int64 private _fundingIndex;
    uint256 private _exits;

    constructor() {
        vm.recordLogs();
        setUp();
        _books.follow(vm.getRecordedLogs());
        _accounts = [aliceAccount, bobAccount, carolAccount];
        _deposit(carolAccount, 50_000e6);
    }

    function deposit(uint256 who, uint128 amount) external {
        who = who % ACCOUNTS;
        uint64 before = _sequenceOf(_accounts[who]);
        _deposit(_accounts[who], (amount % 2_000e6) + 1);
        _expect(_sequenceOf(_accounts[who]) == before, "a deposit of cash leaves the sequence");
        _count(true);
    }

    function depositCollateral(uint256 who, uint128 amount) external {
        who = who % ACCOUNTS;
        uint64 before = _sequenceOf(_accounts[who]);
        if (_stateOf(_accounts[who]) != AccountState.Active) return;
        _depositEther(vm.addr(_keys[who]), _accounts[who], (amount % 1e8) + 1);
        _checkRise(who, before, true);
        _count(true);
    }

    function donate(uint128 amount) external {
        cash.mint(address(vault), amount % 1_000e6);
        donated += amount % 1_000e6;
        _count(true);
    }

    function fundInsurance(uint128 amount) external {
        amount = (amount % 1_000e6) + 1;
        cash.mint(address(this), amount);
        cash.approve(address(vault), amount);
        vault.fundInsurance(amount);
        _count(true);
    }

    /// @notice The index moves by at most 0.75 % of the lowest price in eight hours: 93,750,000,000 in a round.
    function advance(int64 move, int64 funding) external {
        int64 price = _price + int64((int256(_price) * (move % 401)) / 10_000);
        if (price >= 30_000e8 && price <= 70_000e8) _price = price;
        _fundingIndex += funding % 93_750_000_001;
        _next();
        _count(true);
    }

    /// @notice The price moves against an account, four hundredths a round, until it is below its maintenance margin, or
    /// until it has lost all.
    function stress(uint256 who, bool deep) external {
        who = who % ACCOUNTS;
        for (uint256 i = 0; i < 16 && !_isStressed(who, deep); ++i) {
            int64 price = _netOf(who) > 0 ? (_price * 96) / 100 : (_price * 104) / 100;
            if (price < 30_000e8 || price > 70_000e8) break;
            _price = price;
            _next();
        }
        _count(_isStressed(who, deep));
    }

    /// @notice One buys from another at a price within the band; attesters that sign anything sign it.
    function trade(uint256 buyer, uint256 seller, bool future, uint64 quantity, int64 offset) external {
        (buyer, seller) = (buyer % ACCOUNTS, seller % ACCOUNTS);
        if (buyer == seller) seller = (seller + 1) % ACCOUNTS;
        quantity = (quantity % 1e8) + 1;
        _next();
        Batch memory batch = _pair(
            _accounts[buyer],
            _keys[buyer],
            _accounts[seller],
            _keys[seller],
            future ? _future() : _perpetual(),
            quantity,
            _price + (offset % (_price / 50))
        );
        _addChange(batch, _accounts[buyer], _rowsOf(buyer), _none(), type(int64).min, Purpose.Trade);
        _addChange(batch, _accounts[seller], _rowsOf(seller), _none(), type(int64).min, Purpose.Trade);
        (uint64 before, uint64 before2) = (_sequenceOf(_accounts[buyer]), _sequenceOf(_accounts[seller]));
        bool done = _clearWithLearnedBooks(batch);
        if (done) _books.follow(vm.getRecordedLogs());
        flooredOperations += 2;
        _checkRise(buyer, before, done);
        _checkRise(seller, before2, done);
        _count(done);
    }

    function withdrawProved(uint256 who, uint128 amount, bool collateral) external {
        who = who % ACCOUNTS;
        _next();
        WithdrawRequest memory request = _request(who, amount, collateral);
        uint64 before = _sequenceOf(_accounts[who]);
        bytes memory data = abi.encodeCall(IVaultExits.withdrawProved, (request, _rowsOf(who), _snapshot(), 0));
        (bool done, bytes memory answer) = _callVault(who, data);
        _checkRise(who, before, done);
        if (done) {
            Health memory after_ = _healthOf(who);
            _expect(after_.equity >= after_.initial - ROUNDING, "a proved exit leaves the initial margin");
            _noteExit(abi.decode(answer, (uint256)));
        } else if (bytes4(answer) == IMarginVaultBase.InitialMarginNotMet.selector) {
            Health memory before_ = _healthOf(who);
            int256 spare = before_.equity - before_.initial;
            // Of collateral four fifths of 2,000 count, 1e-8.
            int256 missed =
                collateral ? (int256(uint256(request.amount)) * 1_600) / 100 : int256(uint256(request.amount));
            _expect(spare < missed + ROUNDING, "an exit that leaves the initial margin is not refused");
        }
        _count(done);
    }

    function beginSession(uint256 who, uint128 amount) external {
        who = who % ACCOUNTS;
        Proof storage proof = _proofs[who];
        // An amount of nothing asks about the account as it stands, as a rebuttal does.
        WithdrawRequest memory request = _request(who, amount, false);
        if (amount % 4 == 0) (request.amount, request.recipient) = (0, address(0));
        vm.prank(vm.addr(_keys[who]));
        proof.session = selfProof.begin(address(vault), request);
        proof.request = request;
        _count(true);
    }

    /// @notice Proves an account's session in the round after its beginning; one that was begun earlier begins again.
    function proveSession(uint256 who, int64 move) external {
        who = who % ACCOUNTS;
        Proof storage proof = _proofs[who];
        if (proof.session == bytes32(0)) return;
        if (selfProof.sessionOf(proof.session).begunAfter != round) {
            vm.prank(vm.addr(_keys[who]));
            proof.session = selfProof.begin(address(vault), proof.request);
        }
        bytes32 session = proof.session;
        int64 price = _price + int64((int256(_price) * (move % 201)) / 10_000);
        if (price >= 30_000e8 && price <= 70_000e8) _price = price;
        _next();
        ISelfProof.Session memory begun = selfProof.sessionOf(session);
        bool done = _prove(who, session);
        if (done) {
            ISelfProof.Session memory proved = selfProof.resultOf(session);
            Health memory health = _healthOf(who);
            int256 paid = int256(uint256(begun.request.amount));
            _expect(_close(proved.equity, health.equity - paid), "a session's equity is the account's");
            _expect(_close(int256(uint256(proved.initialMargin)), health.initial), "a session's initial margin");
            _expect(_close(int256(uint256(proved.maintenanceMargin)), health.maintenance), "and maintenance margin");
        }
        _count(done);
    }

    function withdrawSession(uint256 who) external {
        who = who % ACCOUNTS;
        Proof memory proof = _proofs[who];
        uint64 before = _sequenceOf(_accounts[who]);
        bytes memory data = abi.encodeCall(IVaultExits.withdrawProvedSession, (proof.request, proof.session));
        (bool done, bytes memory answer) = _callVault(who, data);
        _checkRise(who, before, done);
        if (done) {
            ISelfProof.Session memory proved = selfProof.sessionOf(proof.session);
            _expect(proved.equity >= int256(uint256(proved.initialMargin)), "a session's exit met its margin");
            _expect(proved.sequence == before, "and was about this sequence");
            _noteExit(abi.decode(answer, (uint256)));
        }
        _count(done);
    }

    /// @notice Queues an attested exit.
    function requestWithdraw(uint256 who, uint128 amount, bool collateral) external {
        who = who % ACCOUNTS;
        _next();
        WithdrawRequest memory request = _request(who, amount, collateral);
        if (collateral && vault.collateralOf(_accounts[who], ETHER) < request.amount) return;
        Attestation memory attestation = _withdrawal(request);
        if (collateral) attestation.bookHash = _bookAfter(who, request.amount);
        uint64 before = _sequenceOf(_accounts[who]);
        bytes memory data = abi.encodeCall(IVaultExits.requestWithdraw, (request, attestation, _signed(attestation)));
        (bool done, bytes memory answer) = _callVault(who, data);
        _checkRise(who, before, done);
        if (done) _noteExit(abi.decode(answer, (uint256)));
        _count(done);
    }

    function finalise(uint256 exitId) external {
        exitId = exitId % (_exits + 1);
        IMarginVaultBase.PendingExit memory exit = vault.exitOf(exitId);
        if (exit.account == bytes32(0)) return;
        if (block.timestamp < exit.readyAt) vm.warp(exit.readyAt);
        _next();
        (bool done, ) = address(vault).call(abi.encodeCall(IVaultExits.finaliseWithdraw, (exitId)));
        _expect(!done || !disputes.proved(exit.digest), "no disproved exit is paid");
        _expect(!done || _stateOf(exit.account) == AccountState.Active, "no frozen account is paid");
        _count(done);
    }

    /// @notice The owner takes an exit back.
    function cancel(uint256 exitId) external {
        exitId = exitId % (_exits + 1);
        vm.prank(address(bytes20(vault.exitOf(exitId).account)));
        (bool done, ) = address(vault).call(abi.encodeCall(IVaultExits.cancelWithdraw, (exitId)));
        _count(done);
    }

    /// @notice An exit's attestation is disproved, and a stranger returns the exit.
    function dispute(uint256 exitId) external {
        exitId = exitId % (_exits + 1);
        bytes32 digest = vault.exitOf(exitId).digest;
        if (digest == bytes32(0)) return;
        disputes.disprove(digest);
        vm.prank(STRANGER);
        (bool done, ) = address(vault).call(abi.encodeCall(IVaultExits.cancelWithdraw, (exitId)));
        _count(done);
    }

    function requestExit(uint256 who) external {
        (bool done, ) = _callVault(
            who % ACCOUNTS,
            abi.encodeCall(IVaultExits.requestExit, (_accounts[who % ACCOUNTS]))
        );
        _count(done);
    }

    /// @notice A tenth of each row's value at the reference has to stay.
    function escape(uint256 who, uint128 amount) external {
        who = who % ACCOUNTS;
        uint64 from = vault.exitRequestOf(_accounts[who]).time + 24 hours;
        if (from == 24 hours) return;
        if (block.timestamp < from) vm.warp(from);
        feed.set(_price, 0, block.timestamp);
        WithdrawRequest memory request = _request(who, amount, false);
        uint64 before = _sequenceOf(_accounts[who]);
        (bool done, ) = _callVault(who, abi.encodeCall(IVaultExits.escape, (request, _rowsOf(who))));
        _checkRise(who, before, done);
        if (done) {
            int256 left = _valueOf(who) + _cashOf(_accounts[who]);
            _expect(left >= _grossOf(who) / 10 - ROUNDING, "an escape leaves the standard margin");
            _expect(_cashOf(_accounts[who]) >= 0, "and no debt");
        }
        _count(done);
    }

    function withdrawFlat(uint256 who, uint128 amount) external {
        who = who % ACCOUNTS;
        uint64 before = _sequenceOf(_accounts[who]);
        (bool done, ) = _callVault(who, abi.encodeCall(IVaultExits.withdrawFlat, (_request(who, amount, false))));
        _expect(!done || _rowsOf(who).length == 0, "an account with rows is not flat");
        _checkRise(who, before, done);
        _count(done);
    }

    /// @notice Anyone opens on the scenario that loses; it opens exactly below maintenance.
    function open(uint256 who) external {
        who = who % ACCOUNTS;
        _next();
        if (_hasExpired(who)) return;
        Health memory health = _healthOf(who);
        bytes memory data = abi.encodeCall(
            ILiquidationAuction.open,
            (_accounts[who], _rowsOf(who), _snapshot(), _joint(_losing(who)))
        );
        (bool done, bytes memory answer) = address(auction).call(data);
        if (done) {
            _expect(health.equity < health.maintenance + ROUNDING, "nobody at the maintenance margin is liquidated");
        } else if (bytes4(answer) == ILiquidationAuction.NotBelowMaintenance.selector) {
            _expect(health.equity >= health.maintenance - ROUNDING, "anyone below it is");
        }
        _count(done);
    }

    function prove(uint256 who) external {
        who = who % ACCOUNTS;
        _next();
        bytes memory data = abi.encodeCall(
            ILiquidationAuction.prove,
            (_accounts[who], _rowsOf(who), _snapshot(), _joint(_losing(who)))
        );
        (bool done, ) = address(auction).call(data);
        _count(done);
    }

    /// @notice A slice to a bidder whose margin attesters state.
    function bid(uint256 who, uint256 bidder, uint32 fraction) external {
        ILiquidationAuction.Bid memory bid_ = _bidOf(who, bidder, fraction);
        bidder = _indexOf(bid_.bidder);
        _next();
        Attestation memory gate = _attestation(bid_.bidder, Purpose.Trade);
        (gate.cash, gate.equity) = (type(int64).min, 1e6);
        gate.actionHash = keccak256(abi.encode(bid_.account, bid_.bidder, bid_.fraction));
        (uint64 before, uint64 before2) = (_sequenceOf(bid_.account), _sequenceOf(bid_.bidder));
        bool done;
        bytes memory answer;
        for (uint256 i = 0; i < 2 && !done; ++i) {
            Signatures memory signatures = _signed(gate);
            bytes memory data = abi.encodeCall(
                ILiquidationAuction.bid,
                (bid_, _snapshot(), _joint(_losing(who % ACCOUNTS)), gate, signatures)
            );
            vm.recordLogs();
            vm.prank(vm.addr(_keys[bidder]));
            (done, answer) = address(auction).call(data);
            if (bytes4(answer) != IMarginVaultBase.BookMismatch.selector) break;
            gate.bookHash = _secondWord(answer);
        }
        _checkSlice(done, who % ACCOUNTS, before, bidder, before2);
        _count(done);
    }

    /// @notice A slice to a bidder whose margin is recomputed.
    function bidProved(uint256 who, uint256 bidder, uint32 fraction) external {
        ILiquidationAuction.Bid memory bid_ = _bidOf(who, bidder, fraction);
        bidder = _indexOf(bid_.bidder);
        _next();
        (uint64 before, uint64 before2) = (_sequenceOf(bid_.account), _sequenceOf(bid_.bidder));
        bytes memory data = abi.encodeCall(
            ILiquidationAuction.bidProved,
            (bid_, _snapshot(), _joint(_losing(who % ACCOUNTS)), 0)
        );
        vm.recordLogs();
        vm.prank(vm.addr(_keys[bidder]));
        (bool done, ) = address(auction).call(data);
        _checkSlice(done, who % ACCOUNTS, before, bidder, before2);
        if (done) {
            Health memory health = _healthOf(bidder);
            _expect(health.equity >= health.initial - ROUNDING, "a proved bidder has the initial margin");
        }
        _count(done);
    }

    /// @notice Anyone rebuts an auction with a session about the account as it stands.
    function cancelByProof(uint256 who) external {
        who = who % ACCOUNTS;
        if (_stateOf(_accounts[who]) == AccountState.Active) return;
        _next();
        bytes32 session = selfProof.begin(address(vault), WithdrawRequest(_accounts[who], 0, 0, address(0)));
        _next();
        if (!_prove(who, session)) return;
        Health memory health = _healthOf(who);
        (bool done, ) = address(auction).call(
            abi.encodeCall(ILiquidationAuction.cancelByProof, (_accounts[who], session))
        );
        _expect(
            !done || health.equity >= health.maintenance - ROUNDING,
            "an auction ends by proof at the maintenance margin only"
        );
        _count(done);
    }

    /// @notice The lease lapses, and anyone closes.
    function close(uint256 who) external {
        who = who % ACCOUNTS;
        if (_stateOf(_accounts[who]) == AccountState.Active) return;
        vm.warp(block.timestamp + 15 minutes);
        _next();
        (bool done, ) = address(auction).call(abi.encodeCall(ILiquidationAuction.close, (_accounts[who])));
        _count(done);
    }

    /// @notice The future expires at the latest price, and anyone settles an account's rows.
    function settle(uint256 who) external {
        who = who % ACCOUNTS;
        if (_books.quantityOf(_accounts[who], _future()) == 0) return;
        if (block.timestamp < EXPIRY) vm.warp(EXPIRY);
        (, bool known) = market.settlement(BTC, EXPIRY);
        if (!known) _registerSettlement(EXPIRY, _price);
        _settle(who);
        _count(_books.quantityOf(_accounts[who], _future()) == 0);
    }

    /// @notice Thirty days and more without a round; every account is settled, debts are realised.
    function windDown(uint256 chance) external {
        if (chance % 16 != 0 || vault.woundDownAt() != 0) return;
        vm.warp(block.timestamp + 30 days + 1);
        feed.set(_price, 0, block.timestamp);
        vault.windDown();
        for (uint256 i = 0; i < ACCOUNTS; ++i) _settle(i);
        vm.warp(block.timestamp + 72 hours);
        _count(true);
    }

    /// @notice What the vault must hold for everybody, 1e-20: cash, queued cash, insurance, what rows still owe each
    /// other for their entries and indices, and what insurance or a shortfall has set aside for live auctions.
    function liabilities() external view returns (int256 total) {
        (uint128 insurance, uint128 shortfall) = vault.insuranceAndShortfall();
        total = (int256(uint256(insurance)) - int256(uint256(shortfall))) * UNIT;
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            IMarginVaultBase.Account memory account = vault.accountOf(_accounts[i]);
            total += (int256(account.cash) + int256(uint256(account.queuedCash))) * UNIT;
            total += int256(uint256(auction.auctionOf(_accounts[i]).reserved)) * UNIT;
            total += _books.owedTo(_accounts[i]);
        }
        // Of an expiry that some have settled at its price, the others' rows owe it.
        (int64 price, ) = market.settlement(BTC, EXPIRY);
        for (uint256 i = 0; i < ACCOUNTS; ++i) total += _books.quantityOf(_accounts[i], _future()) * price * 1e4;
    }

    function interestOf(bytes32 instrument) external view returns (int256 long, int256 short) {
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            int256 quantity = _books.quantityOf(_accounts[i], instrument);
            if (quantity > 0) long += quantity;
            else short -= quantity;
        }
    }

    /// @notice Ether that the vault must hold, 1e-8: collateral, and what is queued of it.
    function etherOwed() external view returns (uint256 total) {
        for (uint256 i = 0; i < ACCOUNTS; ++i) total += vault.collateralOf(_accounts[i], ETHER);
        for (uint256 i = 1; i <= _exits; ++i) {
            IMarginVaultBase.PendingExit memory exit = vault.exitOf(i);
            if (exit.asset != ETHER || exit.era != vault.accountOf(exit.account).exitEra) continue;
            total += exit.amount;
        }
    }

    function etherHeld() external view returns (uint256) {
        return etherToken.balanceOf(address(vault)) / 1e10;
    }

    function booksMatch() external view returns (bool) {
        for (uint256 i = 0; i < ACCOUNTS; ++i) {
            if (_bookOf(_accounts[i]) != _bookAfter(i, 0)) return false;
        }
        return true;
    }

    function interestInVault(bytes32 instrument) external view returns (IMarginVaultBase.OpenInterest memory) {
        return vault.openInterestOf(instrument);
    }

    function tokensHeld() external view returns (uint256) {
        return cash.balanceOf(address(vault));
    }

    function instruments() external pure returns (bytes32[2] memory) {
        return [_perpetual(), _future()];
    }

    function _checkRise(uint256 who, uint64 before, bool done) private {
        uint64 expected = done ? before + 1 : before;
        _expect(_sequenceOf(_accounts[who]) == expected, "sequence rises by one with each risk change");
    }

    function _checkSlice(bool done, uint256 debtor, uint64 before, uint256 bidder, uint64 before2) private {
        if (done) _books.follow(vm.getRecordedLogs());
        flooredOperations += 2 * (_rowsOf(debtor).length + 1);
        _checkRise(debtor, before, done);
        _checkRise(bidder, before2, done);
    }

    function _next() private {
        if (vault.woundDownAt() != 0) return;
        _nextRound(_price, _fundingIndex);
    }

    function _callVault(uint256 who, bytes memory data) private returns (bool done, bytes memory answer) {
        vm.prank(vm.addr(_keys[who]));
        return address(vault).call(data);
    }

    function _noteExit(uint256 exitId) private {
        if (exitId > _exits) _exits = exitId;
    }

    function _settle(uint256 who) private {
        vm.recordLogs();
        (bool done, ) = address(vault).call(abi.encodeCall(vault.settle, (_accounts[who], _rowsOf(who))));
        if (done) _books.follow(vm.getRecordedLogs());
        flooredOperations += 2;
    }

    function _prove(uint256 who, bytes32 session) private returns (bool done) {
        MarketInput memory snapshot = _snapshot();
        Row[] memory rows = _rowsOf(who);
        Balance[] memory collateral = vault.balancesOf(_accounts[who]);
        MarginInput memory input = MarginInput(snapshot.observedAt, rows, collateral, sections);
        int128[] memory totals = engine.scenarioTotals(models, modelId, 0, 2, input);
        (done, ) = address(selfProof).call(abi.encodeCall(ISelfProof.prove, (session, 0, 2, rows, snapshot)));
        if (!done) return false;
        bytes memory packed = abi.encodePacked(totals[0], totals[1]);
        (done, ) = address(selfProof).call(abi.encodeCall(ISelfProof.finish, (session, packed, 0, rows, snapshot)));
    }

    function _request(uint256 who, uint128 amount, bool collateral) private view returns (WithdrawRequest memory) {
        if (collateral) return WithdrawRequest(_accounts[who], ETHER, (amount % 1e7) + 1, RECIPIENT);
        return WithdrawRequest(_accounts[who], 0, (amount % 5_000e6) + 1, RECIPIENT);
    }

    function _bidOf(
        uint256 who,
        uint256 bidder,
        uint32 fraction
    ) private view returns (ILiquidationAuction.Bid memory) {
        (who, bidder) = (who % ACCOUNTS, bidder % ACCOUNTS);
        if (who == bidder) bidder = (bidder + 1) % ACCOUNTS;
        fraction = (fraction % 200_000) + 10_000;
        return
            ILiquidationAuction.Bid(_accounts[who], _accounts[bidder], fraction, 1e12, _rowsOf(who), _rowsOf(bidder));
    }

    function _indexOf(bytes32 account) private view returns (uint256 who) {
        while (_accounts[who] != account) ++who;
    }

    function _rowsOf(uint256 who) private view returns (Row[] memory) {
        return _books.rows[_accounts[who]];
    }

    function _hasExpired(uint256 who) private view returns (bool) {
        return block.timestamp >= EXPIRY && _books.quantityOf(_accounts[who], _future()) != 0;
    }

    function _isStressed(uint256 who, bool deep) private view returns (bool) {
        Health memory health = _healthOf(who);
        return health.equity < (deep ? int256(0) : health.maintenance);
    }

    /// @notice The account's book as it would be with so much less of ether.
    function _bookAfter(uint256 who, uint128 less) private view returns (bytes32) {
        uint128 held = vault.collateralOf(_accounts[who], ETHER) - less;
        bytes32 collateral = keccak256(
            held == 0
                ? abi.encode(keccak256("VM1.COLLATERAL"), 0)
                : abi.encode(keccak256("VM1.COLLATERAL"), 1, bytes32("ETH"), uint256(held) << 128)
        );
        bytes32 rows = _rowsHash(_rowsOf(who));
        return keccak256(abi.encode(keccak256("VM1.BOOK"), address(vault), _accounts[who], rows, collateral));
    }

    function _netOf(uint256 who) private view returns (int256) {
        return _books.quantityOf(_accounts[who], _perpetual()) + _books.quantityOf(_accounts[who], _future());
    }

    function _losing(uint256 who) private view returns (uint16) {
        return _netOf(who) > 0 ? DOWN : UP;
    }

    /// @notice Profit of an account's rows at the latest price and index, micro-units.
    function _valueOf(uint256 who) private view returns (int256) {
        int256 funding = _books.quantityOf(_accounts[who], _perpetual()) * _fundingIndex;
        return (_books.owedTo(_accounts[who]) + _netOf(who) * _price * 1e4 - funding) / UNIT;
    }

    /// @notice What an account's rows are worth regardless of their sign, micro-units.
    function _grossOf(uint256 who) private view returns (int256) {
        int256 perpetuals = _books.quantityOf(_accounts[who], _perpetual());
        int256 futures = _books.quantityOf(_accounts[who], _future());
        int256 gross = (perpetuals < 0 ? -perpetuals : perpetuals) + (futures < 0 ? -futures : futures);
        return (gross * _price) / 1e10;
    }

    /// @notice Equity and margins without the engine: the worst scenario is a quarter of the spot against the net
    /// position, the initial margin five quarters of it; ether is 2,000, of which a tenth more is asked in maintenance
    /// and two tenths in initial margin.
    function _healthOf(uint256 who) private view returns (Health memory health) {
        int256 ether_ = (int256(uint256(vault.collateralOf(_accounts[who], ETHER))) * 2_000) / 100;
        int256 net = _netOf(who);
        int256 loss = ((net < 0 ? -net : net) * _price) / 4e10;
        health.equity = _valueOf(who) + _cashOf(_accounts[who]) + ether_;
        health.maintenance = loss + ether_ / 10;
        health.initial = (loss * 5) / 4 + ether_ / 5;
    }

    function _close(int256 given, int256 expected) private pure returns (bool) {
        int256 off = given - expected;
        return off <= ROUNDING && off >= -ROUNDING;
    }
}
