// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {DisputeFixture} from "./support/DisputeFixture.sol";
import {ModelRows} from "./support/ModelRows.sol";
import {IAttestationDisputes, Statement} from "../../contracts/interfaces/IDisputes.sol";
import {IMarginEngine} from "../../contracts/interfaces/IMarginEngine.sol";
import {Capability, IModelRegistry} from "../../contracts/interfaces/IModelRegistry.sol";
import {Attestation, MarginInput, MarginTags, Purpose, Row} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title An engine whose figures are those that the fixture's attestations state.
contract FigureEngine {
    int128 private constant MARK_TO_MARKET = 1_150_000_000_001;

    function scenarioTotals(
        IModelRegistry,
        bytes32,
        uint16 from,
        uint16 to,
        MarginInput calldata
    ) public pure returns (int128[] memory totals) {
        int128[3] memory all = [int128(-5), 7, 9];
        totals = new int128[](to - from);
        for (uint256 i = from; i < to; ++i) totals[i - from] = all[i];
    }

    function scenarioTotal(
        IModelRegistry models,
        bytes32 modelId,
        uint16 scenario,
        MarginInput calldata input
    ) external pure returns (int128) {
        return scenarioTotals(models, modelId, scenario, scenario + 1, input)[0];
    }

    function baseValue(IModelRegistry, bytes32, MarginInput calldata) external pure returns (int128) {
        return MARK_TO_MARKET;
    }

    function measures(
        IModelRegistry,
        bytes32,
        bytes calldata,
        int128
    ) external pure returns (IMarginEngine.Losses memory) {
        return IMarginEngine.Losses(0, 300_000_000_000, 350_000_000_000);
    }

    function addOns(
        IModelRegistry,
        bytes32,
        MarginInput calldata
    ) external pure returns (IMarginEngine.AddOns memory none) {}

    function requirement(
        IModelRegistry,
        bytes32,
        IMarginEngine.Losses calldata,
        IMarginEngine.AddOns calldata
    ) external pure returns (uint128, uint128) {
        return (800_000_000_000, 600_000_000_000);
    }

    function margin(
        IModelRegistry,
        bytes32,
        MarginInput calldata,
        int128
    ) external pure returns (IMarginEngine.Margin memory figures) {
        (figures.markToMarket, figures.initial) = (MARK_TO_MARKET, 800_000_000_000);
    }
}

/// @title The figures that a dispute recomputes: a right one is not wrong, a wrong one is, and neither without the
/// preimages that were signed.
/// @notice With the real engine it is `Dispute_EveryNumberOffByOne_IsProvedByItsOwnProof` of the conformance tests.
contract DisputeFigureTests is DisputeFixture {
    address private _engine;
    bytes32 private _parametersHash;
    MarginInput private _input;

    function setUp() public override {
        super.setUp();
        _engine = address(new FigureEngine());
        _schedule(2, Capability.DISPUTE);
        _input.observedAt = NOW;
        _input.rows.push(_perpetual());
        _input.sections = sections;
    }

    /// @notice From now on attestations are of this model.
    function _schedule(uint256 version, uint32 capabilities) private returns (bytes32) {
        bytes memory parameters = ModelRows.parameters(version);
        IModelRegistry.ModelPlan memory plan;
        plan.engineId = ENGINE_ID;
        plan.engine = _engine;
        plan.parameterChunks = new address[](1);
        plan.scenarioChunks = new address[](1);
        plan.parameterChunks[0] = models.storeChunk(parameters);
        plan.scenarioChunks[0] = models.storeChunk(_scenarios());
        plan.capabilities = capabilities;
        plan.activeFrom = NOW;
        _parametersHash = keccak256(parameters);
        vm.prank(TIMELOCK);
        return models.schedule(plan);
    }

    /// @notice A reduction, so that it states a prior excess too: 1,150,000.000001 less 800,000.
    function _right() private view returns (Attestation memory attestation) {
        attestation = _valid();
        attestation.parametersHash = _parametersHash;
        attestation.priorBookHash = attestation.bookHash;
        attestation.priorExcess = 350_000_000_001;
        attestation.purpose = Purpose.Reduce;
    }

    /// @notice The six ways to dispute a figure of an attestation.
    function _disputesOf(
        Attestation memory attestation,
        bytes memory totals,
        MarginInput memory input
    ) private view returns (bytes[6] memory) {
        Statement memory statement = _stated(attestation);
        return
            [
                abi.encodeCall(IAttestationDisputes.totalWrong, (statement, totals, 1, input)),
                abi.encodeCall(IAttestationDisputes.totalsWrong, (statement, input)),
                abi.encodeCall(IAttestationDisputes.equityWrong, (statement, input)),
                abi.encodeCall(IAttestationDisputes.measureWrong, (statement, totals, 0)),
                abi.encodeCall(IAttestationDisputes.requirementWrong, (statement, totals, 0, input)),
                abi.encodeCall(IAttestationDisputes.priorExcessWrong, (statement, 0, input))
            ];
    }

    /// @notice A list in canonical form whose second total is 8, not 7.
    function _otherTotals() private pure returns (bytes memory) {
        return abi.encodePacked(MarginTags.TOTALS, uint256(3), int128(-5), int128(8), int128(9), uint128(0));
    }

    function _assertRefused(bytes memory dispute, bytes memory refusal) private {
        (bool success, bytes memory answer) = address(disputes).call(dispute);
        assertTrue(!success, "refused");
        assertEq(answer, refusal, "refusal");
    }

    function _assertProved(Attestation memory attestation, uint256 way) private {
        (bool success, ) = address(disputes).call(_disputesOf(attestation, _totals(), _input)[way]);
        assertTrue(success, vm.toString(way));
        assertTrue(disputes.proved(verifier.digest(attestation)), "proved");
    }

    function test_Dispute_OfARightFigure_NotWrong() public {
        bytes[6] memory ways = _disputesOf(_right(), _totals(), _input);

        for (uint256 i = 0; i < ways.length; ++i) {
            _assertRefused(ways[i], abi.encodeWithSelector(IAttestationDisputes.NotWrong.selector));
        }
    }

    function test_Dispute_OfAWrongFigure_IsProved() public {
        Attestation[6] memory wrong = [_right(), _right(), _right(), _right(), _right(), _right()];
        wrong[0].equity += 1;
        wrong[1].valueAtRisk += 1;
        wrong[2].expectedShortfall += 1;
        wrong[3].initialMargin += 1;
        wrong[4].maintenanceMargin += 1;
        wrong[5].priorExcess += 1;
        uint8[6] memory ways = [2, 3, 3, 4, 4, 5];

        for (uint256 i = 0; i < wrong.length; ++i) _assertProved(wrong[i], ways[i]);
    }

    function test_Dispute_OfAWrongTotal_IsProved() public {
        Attestation memory attestation = _right();
        attestation.totalsHash = keccak256(_otherTotals());
        bytes[6] memory ways = _disputesOf(attestation, _otherTotals(), _input);

        (bool success, ) = address(disputes).call(ways[0]);

        assertTrue(success && disputes.proved(verifier.digest(attestation)), "proved");
    }

    function test_Dispute_OfAModelForAnotherUse_ProfileNotEnforceable() public {
        bytes32 modelId = _schedule(3, Capability.WITNESS);
        bytes[6] memory ways = _disputesOf(_right(), _totals(), _input);

        for (uint256 i = 0; i < ways.length; ++i) {
            bytes4 refusal = IModelRegistry.ProfileNotEnforceable.selector;
            _assertRefused(ways[i], abi.encodeWithSelector(refusal, modelId, Capability.DISPUTE));
        }
    }

    function test_Dispute_AfterTheEnginesCodeChanged_IsRefused() public {
        bytes32 modelId = _schedule(3, Capability.DISPUTE);
        bytes[6] memory ways = _disputesOf(_right(), _totals(), _input);
        vm.etch(_engine, bytes.concat(_engine.code, hex"00"));

        for (uint256 i = 0; i < ways.length; ++i) {
            _assertRefused(ways[i], abi.encodeWithSelector(IModelRegistry.EngineCodeChanged.selector, modelId));
        }
    }

    function test_Dispute_OfAnotherBook_PreimageMismatch() public {
        MarginInput memory other = _input;
        other.rows = new Row[](0);
        bytes[6] memory ways = _disputesOf(_right(), _totals(), other);
        uint8[5] memory ofABook = [0, 1, 2, 4, 5];

        for (uint256 i = 0; i < ofABook.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(IAttestationDisputes.PreimageMismatch.selector, 5);
            _assertRefused(ways[ofABook[i]], refusal);
        }
    }

    function test_Dispute_OfOtherTotals_PreimageMismatch() public {
        bytes[6] memory ways = _disputesOf(_right(), _otherTotals(), _input);
        bytes memory refusal = abi.encodeWithSelector(IAttestationDisputes.PreimageMismatch.selector, 6);

        _assertRefused(ways[0], refusal);
        _assertRefused(ways[3], refusal);
        _assertRefused(ways[4], refusal);
    }

    /// @notice What is no list has no measures; that it is none is proved as a wrong total.
    function test_MeasureWrong_OfSignedTotalsThatAreNoList_PreimageMismatch() public {
        Attestation memory attestation = _right();
        bytes memory totals = bytes.concat(_totals(), bytes32(0));
        attestation.totalsHash = keccak256(totals);
        bytes[6] memory ways = _disputesOf(attestation, totals, _input);

        _assertRefused(ways[3], abi.encodeWithSelector(IAttestationDisputes.PreimageMismatch.selector, 6));
    }
}
