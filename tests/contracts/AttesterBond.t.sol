// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {BondFixture} from "./support/BondFixture.sol";
import {HostileToken, PlainToken} from "./support/Tokens.sol";
import {AttesterBond} from "../../contracts/AttesterBond.sol";
import {IAttesterBond} from "../../contracts/interfaces/IAttesterBond.sol";
import {ICommittee} from "../../contracts/interfaces/ICommittee.sol";
import {IGoverned} from "../../contracts/interfaces/IGoverned.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IMarginVerifier} from "../../contracts/interfaces/IMarginVerifier.sol";

/// @title Takes proceeds as a vault does.
contract InsuranceDouble {
    PlainToken private immutable _token;
    uint128 public funded;

    constructor(PlainToken token_) {
        _token = token_;
    }

    function fundInsurance(uint128 amount) external {
        funded += amount;
        _token.transferFrom(msg.sender, address(this), amount);
    }
}

contract AttesterBondTests is BondFixture {
    bytes32 private constant PROOF = keccak256("proof");
    InsuranceDouble private _consumer;

    function setUp() public override {
        super.setUp();
        _consumer = new InsuranceDouble(token);
        vm.prank(TIMELOCK);
        verifier.allocate(address(_consumer), 1_000_000);
    }

    function _slash(bytes32 proofId, address culprit) private {
        address[] memory culprits = new address[](1);
        culprits[0] = culprit;
        bond.slash(proofId, culprits, CHALLENGER, address(_consumer));
    }

    function _request(uint256 signer, uint96 amount) private {
        vm.prank(attesters[signer]);
        bond.requestUnlock(amount);
    }

    function _expectNone(address payee) private {
        vm.prank(payee);
        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.NothingOwed.selector, payee));
        bond.claim();
    }

    /// @notice 100 + 200 + 300: the three least of five.
    function test_Floor_OfFiveBonds_IsTheSumOfTheThreeLeast() public view {
        assertEq(_floor(), 600e6, "floor");
        assertEq(verifier.available(EPOCH, address(_consumer)), 300e6, "half of it");
    }

    function test_Floor_OfOneSignerWithoutBond_CountsHimAsNothing() public {
        _request(0, 100e6);

        assertEq(_floor(), 500e6, "0 + 200 + 300");
    }

    function test_Post_ByAnyone_RaisesTheFloorAtOnce() public {
        vm.expectEmit(address(bond));
        emit IAttesterBond.BondPosted(attesters[0], address(this), 50e6);
        bond.post(attesters[0], 50e6);

        assertEq(bond.bondOf(attesters[0]).amount, 150e6, "bond");
        assertEq(_floor(), 650e6, "floor");
        assertEq(token.balanceOf(address(bond)), 1550e6, "tokens");
    }

    function test_Post_OfNothing_IsRefused() public {
        vm.expectRevert(IAttesterBond.NothingToPost.selector);
        bond.post(attesters[0], 0);
    }

    function test_Post_OfATokenWithAFee_IsRefused() public {
        HostileToken hostile = new HostileToken(6);
        AttesterBond other = new AttesterBond(
            TIMELOCK,
            GUARDIAN,
            verifier,
            address(hostile),
            address(this),
            0,
            0,
            UNLOCK_DELAY,
            0
        );
        hostile.mint(address(this), 100e6);
        hostile.approve(address(other), 100e6);
        hostile.misbehave(HostileToken.Mode.FeeOnTransfer, address(0), "");

        vm.expectRevert(abi.encodeWithSelector(IMarginVaultBase.DeltaMismatch.selector, 100e6, 100e6 - 1));
        other.post(attesters[0], 100e6);
    }

    /// @notice Each function under the guard, called by the token of a bond that is being posted.
    function test_GuardedFunctions_CalledBackByTheToken_MeetTheGuard() public {
        HostileToken hostile = new HostileToken(6);
        AttesterBond other = new AttesterBond(
            TIMELOCK,
            GUARDIAN,
            verifier,
            address(hostile),
            address(this),
            0,
            0,
            UNLOCK_DELAY,
            0
        );
        hostile.mint(address(this), 4);
        hostile.approve(address(other), 4);
        bytes[4] memory calls = [
            abi.encodeCall(IAttesterBond.post, (attesters[0], 1)),
            abi.encodeCall(IAttesterBond.unlock, ()),
            abi.encodeCall(IAttesterBond.claim, ()),
            abi.encodeCall(IAttesterBond.claimFor, (address(_consumer)))
        ];

        for (uint256 i = 0; i < calls.length; ++i) {
            hostile.misbehave(HostileToken.Mode.CallBack, address(other), calls[i]);
            other.post(attesters[0], 1);

            bytes4 answer = bytes4(hostile.callBackAnswer());
            assertEq(bytes32(answer), bytes32(bytes4(keccak256("ReentrancyGuardReentrantCall()"))), "guarded");
        }
    }

    function test_RequestUnlock_OfNothing_IsRefused() public {
        vm.prank(attesters[0]);
        vm.expectRevert(IAttesterBond.NothingToUnlock.selector);
        bond.requestUnlock(0);
    }

    function test_Unlock_AfterTheDelay_PaysTheSigner() public {
        _request(4, 200e6);
        vm.warp(NOW + UNLOCK_DELAY);

        vm.prank(attesters[4]);
        bond.unlock();

        assertEq(token.balanceOf(attesters[4]), 200e6, "paid");
        assertEq(bond.bondOf(attesters[4]).amount, 300e6, "rest");
        assertEq(_floor(), 600e6, "floor of 100, 200, 300");
    }

    function test_Unlock_ASecondEarly_StillLocked() public {
        _request(4, 200e6);
        vm.warp(NOW + UNLOCK_DELAY - 1);

        vm.prank(attesters[4]);
        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.StillLocked.selector, NOW + UNLOCK_DELAY));
        bond.unlock();
    }

    function test_Unlock_AfterASecondRequest_WaitsForIt() public {
        _request(4, 200e6);
        vm.warp(NOW + 1 days);
        _request(4, 1e6);
        vm.warp(NOW + UNLOCK_DELAY);

        vm.prank(attesters[4]);
        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.StillLocked.selector, NOW + 1 days + UNLOCK_DELAY));
        bond.unlock();
    }

    function test_Unlock_WithoutARequest_IsRefused() public {
        vm.prank(attesters[4]);
        vm.expectRevert(IAttesterBond.NothingToUnlock.selector);
        bond.unlock();
    }

    function test_RequestUnlock_OfMoreThanIsFree_IsRefused() public {
        _request(4, 200e6);

        vm.prank(attesters[4]);
        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.BondTooLow.selector, 300e6 + 1, 300e6));
        bond.requestUnlock(300e6 + 1);
    }

    function test_Unlock_WhileAProofIsPending_IsRefused() public {
        _request(4, 500e6);
        vm.warp(NOW + UNLOCK_DELAY - 1);
        _slash(PROOF, attesters[4]);
        vm.warp(NOW + UNLOCK_DELAY);

        vm.prank(attesters[4]);
        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.ProofPending.selector, attesters[4]));
        bond.unlock();
    }

    function test_Post_WhileAProofIsPending_IsRefused() public {
        _slash(PROOF, attesters[4]);

        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.ProofPending.selector, attesters[4]));
        bond.post(attesters[4], 1e6);
    }

    /// @notice What was asked for is slashed with the rest, up to the second of its payment.
    function test_Slash_OfABondThatWasAskedFor_TakesAllOfIt() public {
        vm.warp(VETO_ERA_END);
        _request(4, 500e6);
        vm.warp(VETO_ERA_END + UNLOCK_DELAY);

        vm.expectEmit(address(bond));
        emit IAttesterBond.Slashed(PROOF, attesters[4], 500e6, 125e6, 125e6, 250e6);
        _slash(PROOF, attesters[4]);

        vm.prank(attesters[4]);
        vm.expectRevert(IAttesterBond.NothingToUnlock.selector);
        bond.unlock();
    }

    function test_Slash_AfterTheVetoEra_DividesTheBondAtOnce() public {
        vm.warp(VETO_ERA_END);
        _slash(PROOF, attesters[3]);

        assertEq(bond.owed(CHALLENGER), 100e6, "a quarter to the challenger");
        assertEq(bond.owed(address(_consumer)), 200e6, "half to the consumer");
        assertEq(bond.burned(), 100e6, "a quarter burned");
        assertEq(bond.bondOf(attesters[3]).amount, 0, "bond");
        assertEq(bond.bondOf(attesters[3]).proofs, 0, "proofs");
    }

    function test_Slash_InTheVetoEra_WaitsAndCountsForNothing() public {
        vm.warp(VETO_ERA_END - 1);
        _slash(PROOF, attesters[2]);

        assertEq(bond.owed(CHALLENGER), 0, "nothing yet");
        assertEq(bond.proofOf(PROOF).executableAt, VETO_ERA_END - 1 + VETO_PERIOD, "executable");
        vm.warp(VETO_ERA_END - 1 + VETO_PERIOD - 1);
        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.VetoPeriod.selector, VETO_ERA_END - 1 + VETO_PERIOD));
        bond.executeSlash(PROOF);
        vm.warp(VETO_ERA_END - 1 + VETO_PERIOD);
        bond.executeSlash(PROOF);
        assertEq(bond.owed(CHALLENGER), 75e6, "a quarter of 300");
    }

    function test_Slash_Pending_LowersTheFloorAtOnce() public {
        _slash(PROOF, attesters[0]);

        assertEq(_floor(), 500e6, "0 + 200 + 300");
    }

    function test_Slash_TheSameProofTwice_AlreadySlashed() public {
        _slash(PROOF, attesters[0]);

        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.AlreadySlashed.selector, PROOF));
        _slash(PROOF, attesters[0]);
    }

    function test_Slash_OfASignerWithoutABond_TakesNothing() public {
        vm.warp(VETO_ERA_END);
        _slash(PROOF, address(0xD0));

        assertEq(bond.owed(CHALLENGER), 0, "nothing");
        assertEq(bond.bondOf(address(0xD0)).proofs, 0, "no proof stays");
    }

    function test_Slash_ByAnyoneElse_IsRefused() public {
        address[5] memory others = [attesters[0], TIMELOCK, GUARDIAN, CHALLENGER, address(verifier)];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.prank(others[i]);
            vm.expectRevert(abi.encodeWithSelector(IAttesterBond.OnlyDisputes.selector, others[i]));
            bond.slash(PROOF, attesters, CHALLENGER, address(_consumer));
        }
    }

    /// @notice Attesters who slash themselves for a contract of their own keep the challenger's quarter and no more.
    function test_Slash_ForAConsumerWithoutAShare_BurnsItsPart() public {
        vm.warp(VETO_ERA_END);
        bond.slash(PROOF, attesters, CHALLENGER, CHALLENGER);

        assertEq(bond.owed(CHALLENGER), 375e6, "a quarter of 1,500");
        assertEq(bond.burned(), 1125e6, "three quarters");
    }

    function test_Veto_InTime_GivesTheBondBack() public {
        _slash(PROOF, attesters[0]);
        vm.warp(NOW + VETO_PERIOD - 1);

        vm.prank(TIMELOCK);
        vm.expectEmit(address(bond));
        emit IAttesterBond.SlashVetoed(PROOF);
        bond.veto(PROOF);

        assertEq(_floor(), 600e6, "floor");
        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.NoPendingProof.selector, PROOF));
        bond.executeSlash(PROOF);
        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.AlreadySlashed.selector, PROOF));
        _slash(PROOF, attesters[0]);
    }

    function test_Veto_AtTheEndOfItsPeriod_VetoOver() public {
        _slash(PROOF, attesters[0]);
        vm.warp(NOW + VETO_PERIOD);

        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.VetoOver.selector, NOW + VETO_PERIOD));
        bond.veto(PROOF);
    }

    function test_Veto_ByAnyoneElse_IsRefused() public {
        _slash(PROOF, attesters[0]);
        address[3] memory others = [attesters[0], GUARDIAN, CHALLENGER];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.prank(others[i]);
            vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyTimelock.selector, others[i]));
            bond.veto(PROOF);
        }
    }

    /// @notice Of two proofs against a signer the first takes all; a veto of the second leaves it taken.
    function test_ExecuteSlash_OfTwoProofs_TakesTheBondOnce() public {
        _slash(PROOF, attesters[4]);
        _slash(keccak256("second"), attesters[4]);
        vm.warp(NOW + VETO_PERIOD - 1);
        vm.prank(TIMELOCK);
        bond.veto(keccak256("second"));
        assertEq(bond.bondOf(attesters[4]).proofs, 1, "one pending");
        vm.warp(NOW + VETO_PERIOD);
        bond.executeSlash(PROOF);

        assertEq(bond.owed(CHALLENGER), 125e6, "a quarter of 500, once");
        assertEq(bond.bondOf(attesters[4]).amount, 0, "bond");
    }

    function test_Claim_OfAChallenger_IsPaidOnce() public {
        vm.warp(VETO_ERA_END);
        _slash(PROOF, attesters[4]);

        vm.prank(CHALLENGER);
        bond.claim();

        assertEq(token.balanceOf(CHALLENGER), 125e6, "paid");
        _expectNone(CHALLENGER);
    }

    function test_ClaimFor_AVault_FundsItsInsurance() public {
        vm.warp(VETO_ERA_END);
        _slash(PROOF, attesters[4]);

        vm.prank(attesters[0]);
        bond.claimFor(address(_consumer));

        assertEq(_consumer.funded(), 250e6, "insurance");
        assertEq(token.balanceOf(address(_consumer)), 250e6, "tokens");
        assertEq(token.allowance(address(bond), address(_consumer)), 0, "allowance");
        _expectNone(address(_consumer));
    }

    function test_Enrol_OfAnotherSet_SignerSetMismatch() public {
        vm.expectRevert(ICommittee.SignerSetMismatch.selector);
        bond.enrol(EPOCH, _signerSet(ATTESTER_SEED + 1, 5));
    }

    /// @notice A signer of two epochs backs both, and each follows his bond until it is over.
    function test_Enrol_OfTheNextEpoch_KeepsBothFloors() public {
        vm.prank(TIMELOCK);
        verifier.registerEpoch(_signerSet(ATTESTER_SEED + 1, 4), 3, NOW + 1 days, EPOCH_END);
        bond.enrol(2, _signerSet(ATTESTER_SEED + 1, 4));
        assertEq(_floor(2), 900e6, "200 + 300 + 400");

        _request(1, 200e6);
        assertEq(_floor(), 400e6, "0 + 100 + 300");
        assertEq(_floor(2), 700e6, "0 + 300 + 400");
        vm.warp(NOW + 1 days);
        _request(2, 300e6);
        assertEq(_floor(), 400e6, "the ended epoch is left alone");
        assertEq(_floor(2), 400e6, "0 + 0 + 400");
    }

    /// @notice The list of a signer's epochs does not grow with those that are over.
    function test_Enrol_AfterManyEpochs_CostsNoMore() public {
        uint256 first = 0;
        uint256 last = 0;
        for (uint64 i = 0; i < 12; ++i) {
            vm.warp(NOW + (i + 1) * 1 days);
            vm.prank(TIMELOCK);
            verifier.registerEpoch(attesters, 3, NOW + (i + 1) * 1 days, EPOCH_END);
            uint256 before = gasleft();
            bond.enrol(i + 2, attesters);
            last = before - gasleft();
            if (i == 1) first = last;
        }
        assertAtMost(last, first + 10_000, "gas of the twelfth");
    }

    function test_SetBondedFloor_OnceBondsAreNamed_IsTheirsAlone() public {
        address[3] memory others = [TIMELOCK, GUARDIAN, attesters[0]];
        for (uint256 i = 0; i < others.length; ++i) {
            vm.prank(others[i]);
            vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.OnlyBonds.selector, others[i]));
            verifier.setBondedFloor(EPOCH, 0);
        }
    }

    function test_NameBonds_Again_IsRefused() public {
        vm.prank(TIMELOCK);
        vm.expectRevert(abi.encodeWithSelector(IMarginVerifier.BondsAlreadyNamed.selector, address(bond)));
        verifier.nameBonds(address(1));
    }

    function test_NameBonds_ByAnyoneElse_IsRefused() public {
        vm.prank(GUARDIAN);
        vm.expectRevert(abi.encodeWithSelector(IGoverned.OnlyTimelock.selector, GUARDIAN));
        verifier.nameBonds(address(1));
    }

    /// @notice beta is 0.5, so the two shares may take the other half and no more.
    function test_Constructor_SharesThatWouldNotCoverTheOutflow_AreRefused() public {
        this.deploy(250_000, 250_000, UNLOCK_DELAY, 0);
        vm.expectRevert(abi.encodeWithSelector(IAttesterBond.SharesExceedBond.selector, 1_000_001));
        this.deploy(250_001, 250_000, UNLOCK_DELAY, 0);
    }

    function test_Constructor_TimesOutOfRange_AreRefused() public {
        this.deploy(0, 0, 7 days, 7 days);
        this.deploy(0, 0, 365 days, 0);
        vm.expectRevert(IAttesterBond.LimitOutOfRange.selector);
        this.deploy(0, 0, 7 days - 1, 0);
        vm.expectRevert(IAttesterBond.LimitOutOfRange.selector);
        this.deploy(0, 0, 365 days + 1, 0);
        vm.expectRevert(IAttesterBond.LimitOutOfRange.selector);
        this.deploy(0, 0, 7 days, 7 days + 1);
    }

    function test_Constructor_WithoutDisputes_RoleMissing() public {
        vm.expectRevert(IGoverned.RoleMissing.selector);
        new AttesterBond(TIMELOCK, GUARDIAN, verifier, address(token), address(0), 0, 0, UNLOCK_DELAY, 0);
    }

    /// @notice A call of its own, since a creation that reverts as expected ends the function that it is in.
    function deploy(uint32 challengerPpm, uint32 burnPpm, uint64 unlockDelay, uint64 vetoPeriod) external {
        new AttesterBond(
            TIMELOCK,
            GUARDIAN,
            verifier,
            address(token),
            address(this),
            challengerPpm,
            burnPpm,
            unlockDelay,
            vetoPeriod
        );
    }

    /// @notice Whatever happens in whatever order: what is held is what is bonded, owed and burned, the floor is that
    /// of the bonds, and nobody is paid a slashed bond back.
    function testFuzz_Sequence_OfAnything_LosesNoToken(uint256[8] memory steps) public {
        uint256 paidOut = 0;
        uint256 posted = 1500e6;
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 step = steps[i];
            address signer = attesters[(step >> 8) % 5];
            uint96 amount = uint96((step >> 16) % 300e6);
            bytes32 proofId = bytes32((step >> 64) % 3);
            uint256 held = token.balanceOf(address(bond));
            uint256 kind = step % 7;
            if (kind == 0)
                try bond.post(signer, amount) {
                    posted += amount;
                } catch {}
            if (kind == 1) {
                vm.prank(signer);
                try bond.requestUnlock(amount) {} catch {}
            }
            if (kind == 2) {
                vm.prank(signer);
                try bond.unlock() {} catch {}
            }
            if (kind == 3) {
                address[] memory culprits = new address[](1);
                culprits[0] = signer;
                try bond.slash(proofId, culprits, CHALLENGER, address(_consumer)) {} catch {}
            }
            if (kind == 4) {
                vm.prank(TIMELOCK);
                try bond.veto(proofId) {} catch {}
            }
            if (kind == 5) try bond.executeSlash(proofId) {} catch {}
            if (kind == 6) vm.warp(block.timestamp + ((step >> 96) % 4 days));
            if (token.balanceOf(address(bond)) < held) paidOut += held - token.balanceOf(address(bond));
            _assertBalanced(posted - paidOut);
        }
    }

    function _assertBalanced(uint256 held) private view {
        uint256 bonded = 0;
        for (uint256 i = 0; i < 5; ++i) {
            IAttesterBond.Bond memory one = bond.bondOf(attesters[i]);
            bonded += one.amount;
            assertAtMost(one.unlocking, one.amount, "asked for");
        }
        uint256 claims = bond.owed(CHALLENGER) + bond.owed(address(_consumer));
        assertEq(token.balanceOf(address(bond)), held, "tokens held");
        assertEq(bonded + claims + bond.burned(), held, "bonds, claims and what was burned");
        if (block.timestamp < EPOCH_END) assertEq(_floor(), bond.floorOf(EPOCH), "floor");
    }
}
