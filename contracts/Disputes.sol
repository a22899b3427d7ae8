// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {BlockHistory} from "./BlockHistory.sol";
import {BookForm} from "./BookForm.sol";
import {BookHash} from "./BookHash.sol";
import {BundleProof} from "./BundleProof.sol";
import {MarketSections} from "./MarketSections.sol";
import {TotalsList} from "./TotalsList.sol";
import {MoneyRange} from "./Kernel/Margin/MoneyRange.sol";
import {IAttesterBond} from "./interfaces/IAttesterBond.sol";
import {AttestedInput, DisputeKind, IAttestationDisputes, IDisputes, Statement} from "./interfaces/IDisputes.sol";
import {IMarginEngine} from "./interfaces/IMarginEngine.sol";
import {Attestation, Balance, MarginInput, MarginTags, Purpose, Row} from "./interfaces/IMarginTypes.sol";
import {IMarginVerifier} from "./interfaces/IMarginVerifier.sol";
import {IMarketRegistry} from "./interfaces/IMarketRegistry.sol";
import {Capability, IModelRegistry} from "./interfaces/IModelRegistry.sol";

/// @title Disproves attestations and slashes who signed them.
/// @notice Every number is recomputed by the engine that the model registry pins, from preimages of what was signed. A
/// retired model is recomputed as well as an active one, and an ended epoch's signers are named as well as the present
/// one's.
contract Disputes is IAttestationDisputes {
    uint8 private constant MARKET = 4;
    uint8 private constant BOOK = 5;
    uint8 private constant RESULT = 6;

    IMarginVerifier public immutable verifier;
    IMarketRegistry public immutable market;
    IModelRegistry public immutable models;
    IAttesterBond public immutable bonds;

    /// @notice How long after its last second of validity an attestation can be disputed, seconds.
    uint64 public immutable disputeWindow;

    /// @notice How long a demanded section may be shown, seconds.
    uint64 public immutable answerPeriod;

    /// @notice The least fee of a demand, wei.
    uint96 public immutable demandFee;

    /// @inheritdoc IAttestationDisputes
    mapping(bytes32 digest => uint256) public override culpritsOf;

    mapping(bytes32 demandId => Demand) private _demands;

    /// @dev When a section of the attestation was last shown.
    mapping(bytes32 digest => uint64) private _shownAt;

    /// @param verifier_ The committee.
    /// @param market_ The registry that its attestations take their rounds from.
    /// @param models_ The registry that they take their models from.
    /// @param bonds_ What is slashed; it names this contract, and keeps bonds as long as attestations are disputed.
    /// @param disputeWindow_ Seconds, at least a day.
    /// @param answerPeriod_ Seconds, at least a minute and at most a day; shorter than a consumer's delayed exit.
    /// @param demandFee_ Wei; it pays for the calldata of an answer.
    constructor(
        IMarginVerifier verifier_,
        IMarketRegistry market_,
        IModelRegistry models_,
        IAttesterBond bonds_,
        uint64 disputeWindow_,
        uint64 answerPeriod_,
        uint96 demandFee_
    ) {
        bool inRange =
            disputeWindow_ >= 1 days && disputeWindow_ <= 365 days && answerPeriod_ >= 60 && answerPeriod_ <= 1 days;
        // The last demand comes at the window's end; what is then shown can be disputed for as long again.
        uint64 needed = disputeWindow_ + 2 * answerPeriod_ + verifier_.maxValidity();
        if (!inRange || bonds_.unlockDelay() < needed || bonds_.disputes() != address(this)) revert LimitOutOfRange();
        verifier = verifier_;
        market = market_;
        models = models_;
        bonds = bonds_;
        disputeWindow = disputeWindow_;
        answerPeriod = answerPeriod_;
        demandFee = demandFee_;
    }

    /// @inheritdoc IAttestationDisputes
    function totalWrong(
        Statement calldata statement,
        bytes calldata totals,
        uint16 scenario,
        MarginInput calldata input
    ) external override {
        Attestation calldata attestation = statement.attestation;
        (IMarginEngine engine, bytes32 modelId, uint256 count) = _engine(attestation);
        _requireTotals(attestation, totals);
        if (TotalsList.isCanonical(totals, count)) {
            _requireInput(attestation, attestation.bookHash, input);
            int128 total = engine.scenarioTotal(models, modelId, scenario, input);
            if (TotalsList.totalOf(totals, scenario) == total) revert NotWrong();
        }
        _disprove(statement, DisputeKind.Total);
    }

    /// @inheritdoc IAttestationDisputes
    function totalsWrong(Statement calldata statement, MarginInput calldata input) external override {
        Attestation calldata attestation = statement.attestation;
        (IMarginEngine engine, bytes32 modelId, uint256 count) = _engine(attestation);
        _requireInput(attestation, attestation.bookHash, input);
        // A registry's scenario sets have at most 65,536.
        int128[] memory totals = engine.scenarioTotals(models, modelId, 0, uint16(count), input);
        if (TotalsList.hash(totals) == attestation.totalsHash) revert NotWrong();
        _disprove(statement, DisputeKind.Totals);
    }

    /// @inheritdoc IAttestationDisputes
    function equityWrong(Statement calldata statement, MarginInput calldata input) external override {
        Attestation calldata attestation = statement.attestation;
        (IMarginEngine engine, bytes32 modelId, ) = _engine(attestation);
        _requireInput(attestation, attestation.bookHash, input);
        int256 markToMarket = engine.baseValue(models, modelId, input);
        if (MoneyRange.clamp(markToMarket + attestation.cash) == attestation.equity) revert NotWrong();
        _disprove(statement, DisputeKind.Equity);
    }

    /// @inheritdoc IAttestationDisputes
    function measureWrong(Statement calldata statement, bytes calldata totals, int128 tailHint) external override {
        Attestation calldata attestation = statement.attestation;
        (IMarginEngine engine, bytes32 modelId, uint256 count) = _engine(attestation);
        IMarginEngine.Losses memory losses = _losses(attestation, engine, modelId, count, totals, tailHint);
        if (losses.valueAtRisk == attestation.valueAtRisk && losses.expectedShortfall == attestation.expectedShortfall)
            revert NotWrong();
        _disprove(statement, DisputeKind.Measure);
    }

    /// @inheritdoc IAttestationDisputes
    function requirementWrong(
        Statement calldata statement,
        bytes calldata totals,
        int128 tailHint,
        MarginInput calldata input
    ) external override {
        Attestation calldata attestation = statement.attestation;
        (IMarginEngine engine, bytes32 modelId, uint256 count) = _engine(attestation);
        IMarginEngine.Losses memory losses = _losses(attestation, engine, modelId, count, totals, tailHint);
        _requireInput(attestation, attestation.bookHash, input);
        (uint128 initial, uint128 maintenance) = engine.requirement(
            models,
            modelId,
            losses,
            engine.addOns(models, modelId, input)
        );
        if (initial == attestation.initialMargin && maintenance == attestation.maintenanceMargin) revert NotWrong();
        _disprove(statement, DisputeKind.Requirement);
    }

    /// @inheritdoc IAttestationDisputes
    function priorExcessWrong(
        Statement calldata statement,
        int128 tailHint,
        MarginInput calldata prior
    ) external override {
        Attestation calldata attestation = statement.attestation;
        int256 excess = 0;
        if (attestation.purpose == Purpose.Reduce) {
            (IMarginEngine engine, bytes32 modelId, ) = _engine(attestation);
            _requireInput(attestation, attestation.priorBookHash, prior);
            IMarginEngine.Margin memory margin = engine.margin(models, modelId, prior, tailHint);
            excess = MoneyRange.clamp(margin.markToMarket) - int256(uint256(margin.initial));
        }
        if (excess == attestation.priorExcess) revert NotWrong();
        _disprove(statement, DisputeKind.PriorExcess);
    }

    /// @inheritdoc IAttestationDisputes
    function inputWrong(Statement calldata statement, AttestedInput which) external override {
        Attestation calldata attestation = statement.attestation;
        bytes32 actual = BlockHistory.hashOf(attestation.blockNumber);
        if (actual == 0) revert IMarginVerifier.BlockOutOfRange(attestation.blockNumber);
        if (actual != attestation.blockHash) revert IMarginVerifier.BlockHashMismatch(attestation.blockHash, actual);
        if (which == AttestedInput.Market) {
            // A round is registered once, so another hash was never its own on this chain.
            if (market.snapshot(attestation.round).marketHash == attestation.marketHash) revert NotWrong();
            _disprove(statement, DisputeKind.Market);
        } else {
            // A model that was scheduled stays known.
            try models.model(_modelId(attestation)) {
                revert NotWrong();
            } catch (bytes memory refusal) {
                // Out of gas has no name, and proves nothing.
                if (bytes4(refusal) != IModelRegistry.ModelUnknown.selector) revert NotWrong();
            }
            _disprove(statement, DisputeKind.Model);
        }
    }

    /// @inheritdoc IAttestationDisputes
    function rowsMalformed(
        Statement calldata statement,
        Row[] calldata rows,
        Balance[] calldata collateral
    ) external override {
        _requireBook(statement.attestation, statement.attestation.bookHash, rows, collateral);
        if (BookForm.isCanonical(rows, collateral)) revert NotWrong();
        _disprove(statement, DisputeKind.Book);
    }

    /// @inheritdoc IAttestationDisputes
    function equivocation(Statement calldata a, Statement calldata b) external override {
        if (_inputsKey(a.attestation) != _inputsKey(b.attestation)) revert DifferentInputs();
        if (_result(a.attestation) == _result(b.attestation)) revert SameResult();
        (bytes32 digestA, uint256 bitmapA) = _signed(a);
        (bytes32 digestB, uint256 bitmapB) = _signed(b);
        _requireInWindow(a.attestation, digestA);
        _requireInWindow(b.attestation, digestB);
        address[] memory culprits = _common(
            _named(a.signatures.signers, bitmapA),
            _named(b.signatures.signers, bitmapB)
        );
        if (culprits.length == 0) revert NoCommonSigner();
        emit AttestersEquivocated(digestA, digestB, culprits, msg.sender);
        // The same pair in the other order is the same proof.
        (bytes32 low, bytes32 high) = digestA < digestB ? (digestA, digestB) : (digestB, digestA);
        bytes32 proofId = keccak256(abi.encode(DisputeKind.Equivocation, low, high, culprits));
        bonds.slash(proofId, culprits, msg.sender, a.attestation.consumer);
    }

    /// @inheritdoc IAttestationDisputes
    function demand(Statement calldata statement, uint8 section) external payable override {
        if (section != BOOK && section != RESULT) revert SectionNotDemandable(section);
        if (msg.value < demandFee || msg.value > type(uint96).max) revert DemandFeeTooLow(demandFee);
        Attestation calldata attestation = statement.attestation;
        _engine(attestation);
        _requireRegistered(attestation);
        (bytes32 digest, ) = _accused(statement);
        Demand storage asked = _demands[_demandId(digest, section)];
        if (asked.answeredAt != 0) revert DemandAnswered(asked.answeredAt);
        if (asked.answerBy != 0) revert DemandOpen(asked.answerBy);
        uint64 answerBy = uint64(block.timestamp) + answerPeriod;
        (asked.demander, asked.fee, asked.answerBy) = (msg.sender, uint96(msg.value), answerBy);
        emit DataDemanded(digest, section, msg.sender, answerBy);
    }

    /// @inheritdoc IAttestationDisputes
    function answer(
        Attestation calldata attestation,
        uint8 section,
        bytes32[6] calldata hashes,
        bytes calldata content
    ) external override {
        bytes32 digest = verifier.digest(attestation);
        Demand storage asked = _demands[_demandId(digest, section)];
        if (asked.answerBy == 0) revert DemandUnknown();
        if (asked.answeredAt != 0) revert DemandAnswered(asked.answeredAt);
        if (block.timestamp > asked.answerBy) revert AnswerPeriodOver(asked.answerBy);
        bool shown =
            BundleProof.holds(attestation, hashes) &&
                keccak256(content) == hashes[section - 1] &&
                (
                    section == BOOK
                        ? BundleProof.isBook(content, attestation.bookHash)
                        : BundleProof.endsWithTotals(
                            content,
                            attestation.totalsHash,
                            models.model(_modelId(attestation)).scenarioCount
                        )
                );
        if (!shown) revert AnswerMismatch();
        asked.answeredAt = uint64(block.timestamp);
        _shownAt[digest] = uint64(block.timestamp);
        emit DataAnswered(digest, section, msg.sender);
        Address.sendValue(payable(msg.sender), asked.fee);
    }

    /// @inheritdoc IAttestationDisputes
    function demandExpired(Statement calldata statement, uint8 section) external override {
        (bytes32 digest, uint256 bitmap) = _signed(statement);
        Demand storage asked = _demands[_demandId(digest, section)];
        if (asked.answerBy == 0) revert DemandUnknown();
        if (asked.answeredAt != 0) revert DemandAnswered(asked.answeredAt);
        if (block.timestamp <= asked.answerBy) revert AnswerPeriod(asked.answerBy);
        (address demander, uint96 fee) = (asked.demander, asked.fee);
        asked.fee = 0;
        _punish(statement, digest, bitmap, DisputeKind.Withheld);
        if (fee != 0) Address.sendValue(payable(demander), fee);
    }

    /// @inheritdoc IDisputes
    function proved(bytes32 digest) external view override returns (bool) {
        return culpritsOf[digest] != 0;
    }

    /// @inheritdoc IAttestationDisputes
    function demandOf(bytes32 digest, uint8 section) external view override returns (Demand memory) {
        return _demands[_demandId(digest, section)];
    }

    function _disprove(Statement calldata statement, DisputeKind kind) private {
        (bytes32 digest, uint256 bitmap) = _accused(statement);
        _punish(statement, digest, bitmap, kind);
    }

    /// @dev Slashes the signers shown that have not been slashed for this attestation.
    function _punish(Statement calldata statement, bytes32 digest, uint256 bitmap, DisputeKind kind) private {
        uint256 known = culpritsOf[digest];
        uint256 culprits = bitmap & ~known;
        if (culprits == 0) revert AlreadyProved(digest);
        culpritsOf[digest] = known | culprits;
        Attestation calldata attestation = statement.attestation;
        emit AttestationDisproved(digest, kind, attestation.epoch, culprits, msg.sender);
        bonds.slash(
            keccak256(abi.encode(digest, culprits)),
            _named(statement.signatures.signers, culprits),
            msg.sender,
            attestation.consumer
        );
    }

    /// @dev Who signed, of an attestation that can still be disputed.
    function _accused(Statement calldata statement) private view returns (bytes32 digest, uint256 bitmap) {
        (digest, bitmap) = _signed(statement);
        _requireInWindow(statement.attestation, digest);
    }

    function _signed(Statement calldata statement) private view returns (bytes32 digest, uint256 bitmap) {
        Attestation calldata attestation = statement.attestation;
        digest = verifier.digest(attestation);
        bitmap =
            statement.batch.count == 0
                ? verifier.recover(attestation, statement.signatures)
                : verifier.recoverMember(
                    attestation,
                    statement.batch,
                    statement.index,
                    statement.proof,
                    statement.signatures
                );
    }

    /// @dev What was shown on demand can be disputed for as long as showing it may take, however late that was.
    function _requireInWindow(Attestation calldata attestation, bytes32 digest) private view {
        uint256 until = uint256(attestation.validUntil) + disputeWindow;
        uint256 afterAnswer = uint256(_shownAt[digest]) + answerPeriod;
        if (block.timestamp > until && block.timestamp > afterAnswer) revert DisputeWindowOver(uint64(until));
    }

    /// @dev The engine contract of the attested model, active or retired, and the number of its scenarios.
    function _engine(Attestation calldata attestation) private view returns (IMarginEngine, bytes32, uint256) {
        bytes32 modelId = _modelId(attestation);
        IModelRegistry.Model memory model = models.model(modelId);
        if (model.capabilities & Capability.DISPUTE == 0) {
            revert IModelRegistry.ProfileNotEnforceable(modelId, Capability.DISPUTE);
        }
        if (model.engine.codehash != model.codeHash) revert IModelRegistry.EngineCodeChanged(modelId);
        return (IMarginEngine(model.engine), modelId, model.scenarioCount);
    }

    /// @dev The engine trusts its input, so every part of it has to be what was signed.
    function _requireInput(
        Attestation calldata attestation,
        bytes32 bookHash,
        MarginInput calldata input
    ) private view {
        _requireBook(attestation, bookHash, input.rows, input.collateral);
        bytes32 marketHash = MarketSections.marketHash(attestation.round, input.observedAt, input.sections);
        if (marketHash != attestation.marketHash) revert PreimageMismatch(MARKET);
        _requireRegistered(attestation);
    }

    /// @dev Only a registered round's sections have been checked for their form.
    function _requireRegistered(Attestation calldata attestation) private view {
        bytes32 registered = market.snapshot(attestation.round).marketHash;
        if (registered != attestation.marketHash) {
            revert IMarketRegistry.MarketHashMismatch(attestation.marketHash, registered);
        }
    }

    function _losses(
        Attestation calldata attestation,
        IMarginEngine engine,
        bytes32 modelId,
        uint256 count,
        bytes calldata totals,
        int128 tailHint
    ) private view returns (IMarginEngine.Losses memory) {
        _requireTotals(attestation, totals);
        if (!TotalsList.isCanonical(totals, count)) revert PreimageMismatch(RESULT);
        return engine.measures(models, modelId, TotalsList.content(totals), tailHint);
    }

    function _requireBook(
        Attestation calldata attestation,
        bytes32 bookHash,
        Row[] calldata rows,
        Balance[] calldata collateral
    ) private pure {
        bytes32 hash = BookHash.bookHash(
            attestation.consumer,
            attestation.account,
            BookHash.rowsHash(rows),
            BookHash.collateralHash(collateral)
        );
        if (hash != bookHash) revert PreimageMismatch(BOOK);
    }

    function _requireTotals(Attestation calldata attestation, bytes calldata totals) private pure {
        if (keccak256(totals) != attestation.totalsHash) revert PreimageMismatch(RESULT);
    }

    function _modelId(Attestation calldata attestation) private pure returns (bytes32) {
        return BookHash.modelId(attestation.engineId, attestation.parametersHash, attestation.scenarioHash);
    }

    function _demandId(bytes32 digest, uint8 section) private pure returns (bytes32) {
        return keccak256(abi.encode(digest, section));
    }

    /// @dev The inputs of a result (H2).
    function _inputsKey(Attestation calldata attestation) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    MarginTags.INPUTS,
                    attestation.consumer,
                    attestation.account,
                    attestation.sequence,
                    attestation.priorBookHash,
                    attestation.bookHash,
                    attestation.cash,
                    attestation.engineId,
                    attestation.parametersHash,
                    attestation.scenarioHash,
                    attestation.marketHash,
                    attestation.purpose
                )
            );
    }

    /// @dev What the inputs determine.
    function _result(Attestation calldata attestation) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    attestation.totalsHash,
                    attestation.equity,
                    attestation.initialMargin,
                    attestation.maintenanceMargin,
                    attestation.valueAtRisk,
                    attestation.expectedShortfall,
                    attestation.priorExcess
                )
            );
    }

    /// @dev The signers whose bit is set; the verifier has refused bits beyond the set.
    function _named(address[] calldata signers, uint256 bitmap) private pure returns (address[] memory named) {
        named = new address[](signers.length);
        uint256 count = 0;
        for (uint256 i = 0; i < signers.length; ++i) {
            if ((bitmap >> i) & 1 == 1) named[count++] = signers[i];
        }
        _truncate(named, count);
    }

    /// @dev Those in both lists, which may be of two epochs.
    function _common(address[] memory a, address[] memory b) private pure returns (address[] memory both) {
        both = new address[](a.length);
        uint256 count = 0;
        for (uint256 i = 0; i < a.length; ++i) {
            for (uint256 j = 0; j < b.length; ++j) {
                if (a[i] == b[j]) both[count++] = a[i];
            }
        }
        _truncate(both, count);
    }

    /// @dev Shortens a list in place.
    function _truncate(address[] memory list, uint256 count) private pure {
        // The count is at most the length.
        assembly ("memory-safe") {
            mstore(list, count)
        }
    }
}
