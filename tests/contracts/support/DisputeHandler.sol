// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Promises} from "./Promises.sol";
import {ProofFixture} from "./ProofFixture.sol";
import {AttesterBond} from "../../../contracts/AttesterBond.sol";
import {Disputes} from "../../../contracts/Disputes.sol";
import {IAttesterBond} from "../../../contracts/interfaces/IAttesterBond.sol";
import {AttestedInput, IAttestationDisputes, IDisputes, Statement} from "../../../contracts/interfaces/IDisputes.sol";
import {IMarginEngine} from "../../../contracts/interfaces/IMarginEngine.sol";
import {IVaultExits} from "../../../contracts/interfaces/IVaultExits.sol";
import {
    Attestation,
    Balance,
    MarginInput,
    MarginTags,
    Purpose,
    Row,
    WithdrawRequest
} from "../../../contracts/interfaces/IMarginTypes.sol";

/// @title Attesters that sign what is true and what is not, owners that are paid on it, challengers, and their bonds:
/// vault, engine, disputes and bonds together.
contract DisputeHandler is ProofFixture, Promises {
    /// @notice What is wrong with an attestation; each is disproved by the proof of the same number.
    enum Flaw {
        Total,
        Totals,
        Equity,
        Measure,
        Requirement,
        PriorExcess,
        Market,
        Model,
        Book,
        None
    }

    struct Stated {
        Statement statement;
        MarginInput input;
        bytes totals;
        Flaw flaw;
    }

    struct Exit {
        uint256 id;
        bytes32 digest;
        bool isTrue;
    }

    uint256 private constant PROOF_KINDS = uint256(Flaw.None);
    uint64 private constant DISPUTE_WINDOW = 5 days;
    uint256 private constant ATTESTERS = 5;
    address private constant CHALLENGER = address(0xC4A1);

    AttesterBond public bond;
    uint256 public posted;
    uint256 public paidOfBonds;
    uint256 public deposited;
    uint256 public withdrawn;

    Disputes private _proofsOf;
    address[] private _attesters = _signerSet(ATTESTER_SEED, ATTESTERS);
    /// @dev Encoded, since they nest too deeply to be copied.
    bytes[] private _stated;
    bytes32[] private _truths;
    bytes32[] private _slashes;
    Exit[] private _exits;
    int64 private _price = SPOT;

    constructor() {
        setUp();
        vm.prank(TIMELOCK);
        verifier.nameBonds(address(bond));
        bond.enrol(EPOCH, _attesters);
        cash.mint(address(this), 1e18);
        cash.approve(address(bond), type(uint256).max);
        for (uint256 i = 0; i < ATTESTERS; ++i) _post(i, 100_000e6);
        deposited = cash.balanceOf(address(vault));
    }

    function _deployDisputes() internal override {
        address expected = vm.computeCreateAddress(address(this), vm.getNonce(address(this)) + 1);
        bond = new AttesterBond(
            TIMELOCK,
            GUARDIAN,
            verifier,
            address(cash),
            expected,
            250_000,
            250_000,
            7 days,
            3 days
        );
        _proofsOf = new Disputes(verifier, market, models, bond, DISPUTE_WINDOW, 2 hours, 0.01 ether);
    }

    function _vaultDisputes() internal view override returns (IDisputes) {
        return _proofsOf;
    }

    function advance(int64 move) external {
        int64 price = _price + int64((int256(_price) * (move % 401)) / 10_000);
        if (price >= 45_000e8 && price <= 60_000e8) _price = price;
        _nextRound(_price, 0);
        _count(true);
    }

    function wait(uint32 time) external {
        vm.warp(block.timestamp + (time % 2 days));
        _nextRound(_price, 0);
        _count(true);
    }

    function deposit(bool toBob, uint128 amount) external {
        amount = (amount % 2_000e6) + 1;
        _deposit(toBob ? bobAccount : aliceAccount, amount);
        deposited += amount;
        _count(true);
    }

    /// @notice Any three attesters sign a report, true or off by as much as they like.
    function report(bool ofBob, uint8 flaw, int64 off, uint8 absent) external {
        bytes32 account = ofBob ? bobAccount : aliceAccount;
        _state(_attestation(account, Purpose.Report), ofBob, _flawOf(flaw), off, absent);
        _count(true);
    }

    /// @notice The owner withdraws on what any three attesters sign: at once, or by the queue.
    function withdraw(bool byBob, uint128 amount, bool queued, uint8 flaw, uint64 off, uint8 absent) external {
        _nextRound(_price, 0);
        bytes32 account = byBob ? bobAccount : aliceAccount;
        WithdrawRequest memory request = WithdrawRequest(account, 0, (amount % 5_000e6) + 1, RECIPIENT);
        Stated memory stated = _state(_withdrawal(request), byBob, _flawOf(flaw), int64(off >> 1), absent);
        Attestation memory attestation = stated.statement.attestation;
        uint256 limit = verifier.available(EPOCH, address(vault));
        uint256 before = cash.balanceOf(RECIPIENT);
        bytes memory data =
            queued
                ? abi.encodeCall(IVaultExits.requestWithdraw, (request, attestation, stated.statement.signatures))
                : _instantCall(request, attestation, stated.statement.signatures);
        vm.prank(byBob ? bob : alice);
        (bool done, ) = address(vault).call(data);
        uint256 paid = cash.balanceOf(RECIPIENT) - before;
        withdrawn += paid;
        _expect(paid <= limit, "what is paid at once is within the committee's limit");
        if (done && paid == 0) _noteExit(stated);
        _count(done);
    }

    function finalise(uint256 index) external {
        if (_exits.length == 0) return;
        Exit memory exit = _exits[index % _exits.length];
        uint64 readyAt = vault.exitOf(exit.id).readyAt;
        if (block.timestamp < readyAt) vm.warp(readyAt);
        _nextRound(_price, 0);
        uint256 before = cash.balanceOf(RECIPIENT);
        (bool done, ) = address(vault).call(abi.encodeCall(IVaultExits.finaliseWithdraw, (exit.id)));
        withdrawn += cash.balanceOf(RECIPIENT) - before;
        _expect(!done || !_proofsOf.proved(exit.digest), "no disproved exit is paid");
        _count(done);
    }

    /// @notice A stranger returns an exit whose attestation was disproved.
    function cancel(uint256 index) external {
        if (_exits.length == 0) return;
        Exit memory exit = _exits[index % _exits.length];
        vm.prank(STRANGER);
        (bool done, ) = address(vault).call(abi.encodeCall(IVaultExits.cancelWithdraw, (exit.id)));
        _expect(!done || !exit.isTrue, "no true exit is cancelled by a stranger");
        _count(done);
    }

    /// @notice Anyone tries any proof on any attestation.
    function dispute(uint256 index, uint8 kind) external {
        if (_stated.length == 0) return;
        Stated memory stated = abi.decode(_stated[index % _stated.length], (Stated));
        _prove(stated, Flaw(kind % PROOF_KINDS));
    }

    /// @notice A watcher tries the right one.
    function disprove(uint256 index) external {
        if (_stated.length == 0) return;
        Stated memory stated = abi.decode(_stated[index % _stated.length], (Stated));
        if (stated.flaw != Flaw.None) _prove(stated, stated.flaw);
    }

    function post(uint256 who, uint96 amount) external {
        _count(_post(who, (amount % 500_000e6) + 1));
    }

    function requestUnlock(uint256 who, uint96 amount) external {
        vm.prank(_attesters[who % ATTESTERS]);
        (bool done, ) = address(bond).call(abi.encodeCall(IAttesterBond.requestUnlock, ((amount % 300_000e6) + 1)));
        _count(done);
    }

    function unlock(uint256 who) external {
        IAttesterBond.Bond memory before = bond.bondOf(_attesters[who % ATTESTERS]);
        vm.prank(_attesters[who % ATTESTERS]);
        (bool done, ) = address(bond).call(abi.encodeCall(IAttesterBond.unlock, ()));
        if (done) paidOfBonds += before.unlocking;
        _expect(!done || before.proofs == 0, "no bond leaves while a proof waits");
        _count(done);
    }

    function veto(uint256 index) external {
        if (_slashes.length == 0) return;
        vm.prank(TIMELOCK);
        (bool done, ) = address(bond).call(abi.encodeCall(IAttesterBond.veto, (_slashes[index % _slashes.length])));
        _count(done);
    }

    function execute(uint256 index) external {
        if (_slashes.length == 0) return;
        bytes32 slash = _slashes[index % _slashes.length];
        address[] memory culprits = bond.proofOf(slash).culprits;
        (bool done, ) = address(bond).call(abi.encodeCall(IAttesterBond.executeSlash, (slash)));
        for (uint256 i = 0; i < culprits.length && done; ++i) {
            _expect(bond.bondOf(culprits[i]).amount == 0, "a proof takes whole bonds");
        }
        _count(done);
    }

    /// @notice The challenger is paid, or the vault's insurance.
    function claim(bool forVault) external {
        address payee = forVault ? address(vault) : CHALLENGER;
        uint256 due = bond.owed(payee);
        if (!forVault) vm.prank(CHALLENGER);
        (bool done, ) = address(bond).call(
            forVault
                ? abi.encodeCall(IAttesterBond.claimFor, (address(vault)))
                : abi.encodeCall(IAttesterBond.claim, ())
        );
        _expect(done == (due != 0), "what is owed is paid once");
        if (done) paidOfBonds += due;
        if (done && forVault) deposited += due;
        _count(done);
    }

    /// @notice Whether nobody was ever accused of a true attestation.
    function theTruthIsSafe() external view returns (bool) {
        for (uint256 i = 0; i < _truths.length; ++i) {
            if (_proofsOf.culpritsOf(_truths[i]) != 0) return false;
        }
        return true;
    }

    /// @notice What all bonds, claims and burned parts sum to.
    function bonded() external view returns (uint256 total) {
        total = bond.burned() + bond.owed(CHALLENGER) + bond.owed(address(vault));
        for (uint256 i = 0; i < ATTESTERS; ++i) total += bond.bondOf(_attesters[i]).amount;
    }

    function tokensOfBonds() external view returns (uint256) {
        return cash.balanceOf(address(bond));
    }

    function tokensOfVault() external view returns (uint256) {
        return cash.balanceOf(address(vault));
    }

    function _post(uint256 who, uint96 amount) private returns (bool done) {
        (done, ) = address(bond).call(abi.encodeCall(IAttesterBond.post, (_attesters[who % ATTESTERS], amount)));
        if (done) posted += amount;
    }

    function _prove(Stated memory stated, Flaw kind) private {
        Attestation memory attestation = stated.statement.attestation;
        bytes32 digest = verifier.digest(attestation);
        uint256 known = _proofsOf.culpritsOf(digest);
        vm.prank(CHALLENGER);
        (bool done, ) = address(_proofsOf).call(_proofOf(stated, kind));
        if (done) {
            uint256 culprits = _proofsOf.culpritsOf(digest) & ~known;
            _slashes.push(keccak256(abi.encode(digest, culprits)));
            _expect(stated.flaw != Flaw.None, "no true attestation is disproved");
            _expect(
                culprits == stated.statement.signatures.bitmap & ~known,
                "whoever signed is slashed, and nobody else"
            );
        }
        bool inTime = block.timestamp <= attestation.validUntil + DISPUTE_WINDOW;
        bool onBranch = blockhash(attestation.blockNumber) == attestation.blockHash;
        bool byRegistry = kind == Flaw.Market || kind == Flaw.Model;
        if (kind == stated.flaw && known == 0 && inTime && (onBranch || !byRegistry)) {
            _expect(done, "every flaw is disproved by its proof");
        }
        _count(done);
    }

    function _proofOf(Stated memory stated, Flaw kind) private pure returns (bytes memory) {
        Statement memory statement = stated.statement;
        MarginInput memory input = stated.input;
        if (kind == Flaw.Total) {
            return abi.encodeCall(IAttestationDisputes.totalWrong, (statement, stated.totals, DOWN, input));
        }
        if (kind == Flaw.Totals) return abi.encodeCall(IAttestationDisputes.totalsWrong, (statement, input));
        if (kind == Flaw.Equity) return abi.encodeCall(IAttestationDisputes.equityWrong, (statement, input));
        if (kind == Flaw.Measure) {
            return abi.encodeCall(IAttestationDisputes.measureWrong, (statement, stated.totals, 0));
        }
        if (kind == Flaw.Requirement) {
            return abi.encodeCall(IAttestationDisputes.requirementWrong, (statement, stated.totals, 0, input));
        }
        if (kind == Flaw.PriorExcess) {
            return abi.encodeCall(IAttestationDisputes.priorExcessWrong, (statement, 0, input));
        }
        if (kind == Flaw.Book) {
            return abi.encodeCall(IAttestationDisputes.rowsMalformed, (statement, input.rows, input.collateral));
        }
        AttestedInput which = kind == Flaw.Market ? AttestedInput.Market : AttestedInput.Model;
        return abi.encodeCall(IAttestationDisputes.inputWrong, (statement, which));
    }

    /// @dev Completes an attestation with what the engine computes, spoils one member, and has it signed.
    function _state(
        Attestation memory attestation,
        bool ofBob,
        Flaw flaw,
        int64 off,
        uint8 absent
    ) private returns (Stated memory stated) {
        stated.flaw = flaw;
        stated.input = MarginInput(_observedAt(), ofBob ? _short() : _long(), new Balance[](0), sections);
        int128[] memory totals = engine.scenarioTotals(models, modelId, 0, 2, stated.input);
        IMarginEngine.Margin memory margin = engine.margin(models, modelId, stated.input, 0);
        attestation.equity = margin.markToMarket + attestation.cash;
        (attestation.initialMargin, attestation.maintenanceMargin) = (margin.initial, margin.maintenance);
        (attestation.valueAtRisk, attestation.expectedShortfall) = (0, 0);
        _spoil(attestation, totals, stated, off == 0 ? int128(1) : int128(off));
        stated.totals = abi.encodePacked(MarginTags.TOTALS, uint256(2), totals[0], totals[1]);
        attestation.totalsHash = flaw == Flaw.Totals ? keccak256("no totals") : keccak256(stated.totals);
        stated.statement.attestation = attestation;
        bytes32 digest = verifier.digest(attestation);
        if (flaw == Flaw.None) _truths.push(digest);
        stated.statement.signatures = _sign(ATTESTER_SEED, ATTESTERS, _withoutTwo(absent), digest);
        _stated.push(abi.encode(stated));
    }

    function _spoil(
        Attestation memory attestation,
        int128[] memory totals,
        Stated memory stated,
        int128 off
    ) private view {
        if (stated.flaw == Flaw.Total) totals[DOWN] += off;
        if (stated.flaw == Flaw.Equity) attestation.equity += off;
        if (stated.flaw == Flaw.Measure) attestation.expectedShortfall = uint128(off < 0 ? -off : off);
        if (stated.flaw == Flaw.Requirement) attestation.initialMargin -= 1;
        if (stated.flaw == Flaw.PriorExcess) attestation.priorExcess = off;
        if (stated.flaw == Flaw.Market) attestation.marketHash = keccak256("another market");
        if (stated.flaw == Flaw.Model) attestation.engineId = keccak256("another engine");
        if (stated.flaw == Flaw.Book) {
            stated.input.rows = _one(Row(_perpetual(), 0));
            attestation.bookHash = _bookHash(attestation.account, stated.input.rows);
        }
    }

    /// @dev Every second is none.
    function _flawOf(uint8 chosen) private pure returns (Flaw) {
        return chosen % 2 == 0 ? Flaw.None : Flaw((chosen / 2) % PROOF_KINDS);
    }

    /// @dev Five attesters but for two.
    function _withoutTwo(uint8 absent) private pure returns (uint256) {
        uint256 first = absent % ATTESTERS;
        uint256 second = (first + 1 + ((absent / ATTESTERS) % (ATTESTERS - 1))) % ATTESTERS;
        return ((1 << ATTESTERS) - 1) & ~((1 << first) | (1 << second));
    }

    /// @dev Exits are numbered from one.
    function _noteExit(Stated memory stated) private {
        bytes32 digest = verifier.digest(stated.statement.attestation);
        _exits.push(Exit(_exits.length + 1, digest, stated.flaw == Flaw.None));
    }
}
