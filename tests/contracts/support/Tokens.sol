// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A token that behaves, of any number of decimals.
contract PlainToken is ERC20 {
    uint8 private immutable _decimals;

    constructor(uint8 decimals_) ERC20("Plain", "PLAIN") {
        _decimals = decimals_;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function decimals() public view override returns (uint8) {
        return _decimals;
    }
}

/// @title A token that can be told to misbehave in one way at a time.
contract HostileToken is PlainToken {
    enum Mode {
        Honest,
        FeeOnTransfer,
        FalseReturn,
        Blacklist,
        CallBack
    }

    Mode public mode;
    address public target;
    bytes public payload;
    bytes public callBackAnswer;

    constructor(uint8 decimals_) PlainToken(decimals_) {}

    /// @notice Chooses how to misbehave; `target_` is the blacklisted or called address.
    function misbehave(Mode mode_, address target_, bytes calldata payload_) external {
        (mode, target, payload) = (mode_, target_, payload_);
    }

    function transfer(address to, uint256 amount) public override returns (bool) {
        if (mode == Mode.FalseReturn) return false;
        return super.transfer(to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        if (mode == Mode.FalseReturn) return false;
        return super.transferFrom(from, to, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        require(mode != Mode.Blacklist || to != target, "blacklisted");
        super._update(from, to, amount);
        if (mode == Mode.FeeOnTransfer && from != address(0) && to != address(0)) super._update(to, address(0xFEE), 1);
        if (mode == Mode.CallBack && from != address(0)) {
            (bool success, bytes memory answer) = target.call(payload);
            require(!success, "called back");
            callBackAnswer = answer;
        }
    }
}

/// @title A token whose balances grow by one percent of themselves with every transfer.
contract RebasingToken is PlainToken {
    uint256 private _percent = 100;

    constructor() PlainToken(8) {}

    function balanceOf(address account) public view override returns (uint256) {
        return (super.balanceOf(account) * _percent) / 100;
    }

    function transferFrom(address from, address to, uint256 amount) public override returns (bool) {
        ++_percent;
        return super.transferFrom(from, to, amount);
    }
}
