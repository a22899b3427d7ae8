// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {VaultFixture} from "./support/VaultFixture.sol";
import {HostileToken} from "./support/Tokens.sol";
import {VaultStorage} from "../../contracts/vault/VaultStorage.sol";
import {IMarginVault} from "../../contracts/interfaces/IMarginVault.sol";
import {IMarginVaultBase} from "../../contracts/interfaces/IMarginVaultBase.sol";
import {IVaultExits} from "../../contracts/interfaces/IVaultExits.sol";
import {IVaultTrading} from "../../contracts/interfaces/IVaultTrading.sol";
import {
    AccountChange,
    Attestation,
    CashExit,
    Fill,
    MarketInput,
    Order,
    Row,
    Signatures,
    WithdrawRequest
} from "../../contracts/interfaces/IMarginTypes.sol";

/// @title Every function of the vault that no token may enter, called by the token of a deposit.
contract ReentrancyTests is VaultFixture {
    /// @notice Slices are the auction's, which is the token here.
    function _config() internal view override returns (VaultStorage.Config memory config) {
        config = super._config();
        config.auction = address(cash);
    }

    function setUp() public override {
        super.setUp();
        cash.mint(address(this), 1e6);
        cash.approve(address(vault), 1e6);
    }

    function test_Deposits_CalledBackByTheToken_MeetTheGuard() public {
        _assertGuarded(abi.encodeCall(IMarginVault.deposit, (aliceAccount, 1)));
        _assertGuarded(abi.encodeCall(IMarginVault.depositCollateral, (aliceAccount, 1, 1)));
        _assertGuarded(abi.encodeCall(IMarginVault.fundInsurance, (1)));
    }

    function test_Exits_CalledBackByTheToken_MeetTheGuard() public {
        WithdrawRequest memory request = WithdrawRequest(aliceAccount, 0, 1, RECIPIENT);
        Row[] memory rows = new Row[](0);
        Attestation memory attestation;
        Signatures memory signatures;
        MarketInput memory snapshot;
        CashExit memory exit;

        _assertGuarded(abi.encodeCall(IMarginVault.withdrawAttested, (exit, new bytes32[](0))));
        _assertGuarded(abi.encodeCall(IVaultExits.requestWithdraw, (request, attestation, signatures)));
        _assertGuarded(abi.encodeCall(IVaultExits.finaliseWithdraw, (1)));
        _assertGuarded(abi.encodeCall(IVaultExits.withdrawFlat, (request)));
        _assertGuarded(abi.encodeCall(IVaultExits.withdrawProved, (request, rows, snapshot, 0)));
        _assertGuarded(abi.encodeCall(IVaultExits.withdrawProvedSession, (request, bytes32(0))));
        _assertGuarded(abi.encodeCall(IVaultExits.escape, (request, rows)));
    }

    function test_Trades_CalledBackByTheToken_MeetTheGuard() public {
        IMarginVaultBase.SliceSale memory sale;
        Row[] memory rows = new Row[](0);
        Attestation memory gate;
        Signatures memory signatures;
        MarketInput memory snapshot;
        bytes[] memory none = new bytes[](0);

        _assertGuarded(
            abi.encodeCall(IVaultTrading.clear, (new Fill[](0), new Order[](0), none, new AccountChange[](0), none))
        );
        _assertGuarded(abi.encodeCall(IVaultTrading.applySlice, (sale, rows, rows, gate, signatures)));
        _assertGuarded(abi.encodeCall(IVaultTrading.applySliceProved, (sale, rows, rows, snapshot, 0)));
    }

    function _assertGuarded(bytes memory call_) private {
        cash.misbehave(HostileToken.Mode.CallBack, address(vault), call_);
        vault.deposit(aliceAccount, 1);

        bytes4 answer = bytes4(cash.callBackAnswer());
        assertEq(bytes32(answer), bytes32(bytes4(keccak256("ReentrancyGuardReentrantCall()"))), "guarded");
    }
}
